import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Severity } from '../../../language/rules/finding.js';
import { diagnosticsOf, type CheckDiagnostic, type CheckedFile, type Reporter } from '../report.js';
import { rulePages } from '../rulePages.js';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0 (OASIS), as code scanning services take it: rules with their pages, results with fingerprints. */
export const sarifReport: Reporter = (report, { cwd, version, docsFolder }) => {
  const codes = [...new Set(diagnosticsOf(report).map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'golden-path', semanticVersion: version, rules: rules(report, codes, docsFolder) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, '')}/` } },
        invocations: [{ executionSuccessful: true }],
        // The schema wants each once, also when a file was named twice.
        artifacts: [...new Set(report.files.map(({ shown }) => shown))].map((shown) => ({
          location: locationOf(shown),
        })),
        results: report.files.flatMap((file) => results(file, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function rules(
  report: Parameters<Reporter>[0],
  codes: readonly string[],
  docsFolder: string | undefined,
): object[] {
  const pages = rulePages(codes, docsFolder);
  return codes.map((code) => {
    const found = diagnosticsOf(report).filter((one) => one.code === code);
    const gravest = (['error', 'warning', 'information', 'hint'] as const).find((severity) =>
      found.some((one) => one.severity === severity),
    );
    const page = pages.get(code);
    return {
      id: code,
      defaultConfiguration: { level: levels[gravest ?? 'error'] },
      ...(page && {
        shortDescription: { text: page.title },
        fullDescription: { text: page.summary },
        help: { text: page.text, markdown: page.text },
      }),
    };
  });
}

function results({ shown, text, diagnostics }: CheckedFile, codes: readonly string[]): object[] {
  const lines = text.split(/\r\n?|\n/);
  const seen = new Map<string, number>();
  return diagnostics.map((found) => ({
    ruleId: found.code,
    ruleIndex: codes.indexOf(found.code),
    level: levels[found.severity],
    message: { text: found.message },
    locations: [{ physicalLocation: { artifactLocation: locationOf(shown), region: regionOf(found) } }],
    partialFingerprints: { 'primaryLocationLineHash/v1': fingerprint(found, lines, seen) },
  }));
}

function regionOf({ line, column, endLine, endColumn }: CheckDiagnostic): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** The same for the same fault in the same line of text, wherever that line has moved to. */
function fingerprint(
  { code, file, line }: CheckDiagnostic,
  lines: readonly string[],
  seen: Map<string, number>,
): string {
  const hash = createHash('sha256')
    .update([code, file, (lines[line - 1] ?? '').trim()].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const occurrence = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, occurrence);
  return `${hash}:${occurrence}`;
}

/** Relative names count from the folder of the check; one that leads out of it is a URI of its own. */
function locationOf(shown: string): { uri: string; uriBaseId?: string } {
  if (/^(\/|[A-Za-z]:)/.test(shown)) return { uri: pathToFileURL(shown).href };
  return { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
