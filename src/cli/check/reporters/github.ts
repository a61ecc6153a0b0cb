import type { Severity } from '../../../language/rules/finding.js';
import { diagnosticsOf, type CheckDiagnostic, type Reporter } from '../report.js';
import { textReport } from './text.js';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands that GitHub Actions shows beside the lines of a pull request; a summary for its log comes last. */
export const githubReport: Reporter = (report, context) => {
  const lines = diagnosticsOf(report).map(annotation);
  const summary = textReport(report, context).trimEnd().split('\n').at(-1) ?? '';
  return `${[...lines, summary].join('\n')}\n`;
};

function annotation({ severity, message, code, ...place }: CheckDiagnostic): string {
  const properties = {
    file: place.file,
    line: place.line,
    endLine: place.endLine,
    col: place.column,
    // GitHub counts the last column in.
    endColumn: place.line === place.endLine ? Math.max(place.column, place.endColumn - 1) : place.endColumn,
    title: code,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${commands[severity]} ${list.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
