import { xmlText } from '../../xmlText.js';
import { count, type CheckDiagnostic, type CheckedFile, type Reporter } from '../report.js';

/** JUnit XML: a suite for each file, a failure for each error; what is less grave stands in the suite's output. */
export const junitReport: Reporter = (report, { durationMs }) => {
  const suites = report.files.map(suite);
  const tests = report.files.reduce((sum, file) => sum + casesOf(file), 0);
  const attributes = `name="golden-path check" tests="${tests}" failures="${count(report, 'error')}" errors="0" time="${(durationMs / 1000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
};

function errorsOf({ diagnostics }: CheckedFile): readonly CheckDiagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** A file without errors is one test that passed. */
function casesOf(file: CheckedFile): number {
  return Math.max(1, errorsOf(file).length);
}

function suite(file: CheckedFile): string {
  const errors = errorsOf(file);
  const others = file.diagnostics.filter(({ severity }) => severity !== 'error');
  const name = xmlText(file.shown);
  const passed = `    <testcase name="${name}" classname="${name}" file="${name}"/>`;
  const output = others.map((found) => `${place(found)} ${found.severity} ${found.message} [${found.code}]`);
  return [
    `  <testsuite name="${name}" tests="${casesOf(file)}" failures="${errors.length}" errors="0" skipped="0">`,
    ...(errors.length === 0 ? [passed] : errors.map((error) => failure(error, name))),
    ...(output.length > 0 ? [`    <system-out>${xmlText(output.join('\n'))}</system-out>`] : []),
    '  </testsuite>',
  ].join('\n');
}

function failure(error: CheckDiagnostic, name: string): string {
  const { code, line, message } = error;
  return [
    `    <testcase name="${xmlText(`${code} ${line}:${error.column}`)}" classname="${name}" file="${name}" line="${line}">`,
    `      <failure type="${xmlText(code)}" message="${xmlText(message)}">${xmlText(`${place(error)} ${message} [${code}]`)}</failure>`,
    '    </testcase>',
  ].join('\n');
}

function place({ file, line, column }: CheckDiagnostic): string {
  return `${file}:${line}:${column}`;
}
