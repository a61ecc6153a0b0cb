import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import type { CheckDiagnostic, CheckedFile, CheckReport } from '../../../src/cli/check/report.js';
import { githubReport } from '../../../src/cli/check/reporters/github.js';
import { jsonReport } from '../../../src/cli/check/reporters/json.js';
import { junitReport } from '../../../src/cli/check/reporters/junit.js';
import { sarifReport } from '../../../src/cli/check/reporters/sarif.js';
import { textReport } from '../../../src/cli/check/reporters/text.js';
import { severityNames } from '../../../src/language/rules/finding.js';

const require = createRequire(import.meta.url);
const official: unknown = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const context = { cwd: '/w', durationMs: 1250, version: '1.2.3', docsFolder: path.join(root, 'docs') };

function found(changes: Partial<CheckDiagnostic> = {}): CheckDiagnostic {
  return {
    file: 'a/score.yaml',
    line: 3,
    column: 5,
    endLine: 3,
    endColumn: 10,
    severity: 'error',
    code: 'schema/wrong-type',
    message: 'Not that.',
    ...changes,
  };
}

function reportOf(...diagnostics: CheckDiagnostic[]): CheckReport {
  const text = 'apiVersion: x\n\n    image: 1\n';
  return {
    files: [
      { shown: 'a/score.yaml', text, diagnostics },
      { shown: 'b.yaml', text, diagnostics: [] },
    ],
  };
}

const anyReport: fc.Arbitrary<CheckReport> = fc
  .array(
    fc.record({
      shown: fc.string({ unit: 'binary', minLength: 1 }).map((name) => `x/${name}`),
      text: fc.string({ unit: 'binary' }),
      messages: fc.array(
        fc.record({
          message: fc.string({ unit: 'binary' }),
          code: fc.string({ unit: 'binary', minLength: 1 }),
          severity: fc.constantFrom(...severityNames),
        }),
      ),
    }),
  )
  .map((files) => ({
    files: files.map(({ shown, text, messages }): CheckedFile => ({
      shown,
      text,
      diagnostics: messages.map((one) => found({ ...one, file: shown })),
    })),
  }));

describe('the report as text', () => {
  it('counts, and keeps a finding on one line', () => {
    const report = reportOf(found({ message: 'One\nline \u001b[31m.' }), found({ severity: 'hint' }));
    assert.equal(
      textReport(report, context),
      'a/score.yaml:3:5 error One line . [schema/wrong-type]\n' +
        'a/score.yaml:3:5 hint Not that. [schema/wrong-type]\n' +
        '2 manifests checked: 1 error, 1 other finding.\n',
    );
  });
});

describe('the report as JSON', () => {
  it('says what was fixed only when fixing was asked for', () => {
    assert.deepEqual(JSON.parse(jsonReport(reportOf(), context)), { files: 2, diagnostics: [] });
    const fixed = jsonReport({ ...reportOf(), fixed: ['b.yaml'] }, context);
    assert.deepEqual(JSON.parse(fixed), { files: 2, diagnostics: [], fixed: ['b.yaml'] });
  });
});

describe('the report as workflow commands', () => {
  it('escapes what has a meaning of its own', () => {
    const report = reportOf(found({ file: 'a,b:c%.yaml', message: '100%\nof it: ::error::' }));
    const [line, summary] = githubReport(report, context).split('\n');
    assert.equal(
      line,
      '::error file=a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=5,endColumn=9,title=schema/wrong-type::100%25%0Aof it: ::error::',
    );
    assert.equal(summary, '2 manifests checked: 1 error, 0 other findings.');
  });

  it('knows three words for four severities', () => {
    const report = reportOf(...severityNames.map((severity) => found({ severity })));
    const words = [...githubReport(report, context).matchAll(/^::(\w+) /gm)].map(([, word]) => word);
    assert.deepEqual(words, ['error', 'warning', 'notice', 'notice']);
  });

  it('is one line a finding, whatever they say', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const lines = githubReport(report, context)
          .trimEnd()
          .split(/\r\n?|\n/);
        const findings = report.files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
        assert.equal(lines.length, findings + 1);
      }),
    );
  });
});

describe('the report as JUnit', () => {
  it('has a suite for each file, and a failure for each error', () => {
    const report = reportOf(
      found({ message: 'a < "b" & c\u0000' }),
      found({ severity: 'warning', message: 'hm' }),
    );
    assert.equal(
      junitReport(report, context),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="golden-path check" tests="2" failures="1" errors="0" time="1.250">
  <testsuite name="a/score.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="schema/wrong-type 3:5" classname="a/score.yaml" file="a/score.yaml" line="3">
      <failure type="schema/wrong-type" message="a &lt; &quot;b&quot; &amp; c\uFFFD">a/score.yaml:3:5 a &lt; &quot;b&quot; &amp; c\uFFFD [schema/wrong-type]</failure>
    </testcase>
    <system-out>a/score.yaml:3:5 warning hm [schema/wrong-type]</system-out>
  </testsuite>
  <testsuite name="b.yaml" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="b.yaml" classname="b.yaml" file="b.yaml"/>
  </testsuite>
</testsuites>
`,
    );
  });

  it('holds nothing that XML forbids, whatever the findings say', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const xml = junitReport(report, context);
        assert.ok(!/\p{Surrogate}/u.test(xml));
        assert.ok(!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml));
        const entities = xml.replace(/&(amp|lt|gt|quot|#\d+);/g, '');
        assert.ok(!entities.includes('&'));
      }),
    );
  });
});

describe('the report as SARIF', () => {
  interface Log {
    readonly runs: readonly [
      {
        readonly tool: { readonly driver: { readonly rules: readonly Record<string, object | string>[] } };
        readonly results: readonly {
          readonly level: string;
          readonly partialFingerprints: Readonly<Record<string, string>>;
        }[];
      },
    ];
  }
  // Of draft 4, whose `id` is all that hinders; formats (uri and the like) are not what is judged here.
  const schema = Object.fromEntries(
    Object.entries(official as Record<string, unknown>).filter(([key]) => key !== 'id' && key !== '$schema'),
  );
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  const log = (report: CheckReport): Log => {
    const value: unknown = JSON.parse(sarifReport(report, context));
    assert.ok(validate(value), JSON.stringify(validate.errors));
    return value as Log;
  };

  it('fits the schema of OASIS', () => {
    const [run] = log(reportOf(...severityNames.map((severity) => found({ severity })))).runs;
    assert.deepEqual(
      run.results.map(({ level }) => level),
      ['error', 'warning', 'note', 'note'],
    );
  });

  it('names a file once that was checked twice', () => {
    const report = reportOf(found({ severity: 'error' }));
    const [run] = log({ ...report, files: [...report.files, ...report.files] }).runs;
    assert.equal(run.results.length, 2);
  });

  it('fits it whatever the findings say', () => {
    fc.assert(fc.property(anyReport, (report) => void log(report)));
  });

  it('is refused by that schema when it is no SARIF', () => {
    assert.ok(!validate({ version: '2.1.0', runs: [{}] }));
  });

  it('brings the page of each rule', () => {
    const [rule, other] = log(reportOf(found(), found({ code: 'team/own' }))).runs[0].tool.driver.rules;
    assert.equal(rule?.['id'], 'schema/wrong-type');
    assert.deepEqual(rule['shortDescription'], { text: 'Wrong type' });
    assert.deepEqual(rule['defaultConfiguration'], { level: 'error' });
    assert.ok(!('helpUri' in rule), 'The pages have no public address.');
    assert.match(
      (rule['fullDescription'] as { text: string }).text,
      /^The value is of another type than the key needs\./,
    );
    assert.match((rule['help'] as { markdown: string }).markdown, /^# Wrong type\n/);
    assert.deepEqual(other, { id: 'team/own', defaultConfiguration: { level: 'error' } });
  });

  it('keeps the fingerprint of a fault that moved, and tells two in one line apart', () => {
    const prints = (report: CheckReport): (string | undefined)[] =>
      log(report).runs[0].results.map(
        ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash/v1'],
      );
    const [first, second] = prints(reportOf(found(), found({ column: 7 })));
    assert.notEqual(first, second);
    const text = '# moved\napiVersion: x\n\n\n  image: 1\n';
    const moved = prints({ files: [{ shown: 'a/score.yaml', text, diagnostics: [found({ line: 5 })] }] });
    assert.deepEqual(moved, [first]);
  });
});
