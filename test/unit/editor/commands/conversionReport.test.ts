import assert from 'node:assert/strict';
import { conversionReport, conversionSummary } from '../../../../src/editor/commands/conversionReport.js';
import type { ConversionResult } from '../../../../src/language/protocol.js';

const result: ConversionResult = {
  files: [
    { uri: 'file:///w/a%20b/platform.yaml', isNew: true },
    { uri: 'file:///w/old.yaml', isNew: false },
  ],
  edit: null,
  report: [
    { source: 'file:///w/old.yaml', line: 0, path: '', reason: 'Add an owner.', severity: 'information' },
    { source: 'file:///w/old.yaml', line: 4, path: '/spec/`x`', reason: 'It is lost.', severity: 'warning' },
  ],
};

describe('the report of a conversion', () => {
  it('says first what is lost, each thing with its place', () => {
    assert.equal(
      conversionReport(result, (path) => path.replace('/w/', '')),
      `# Conversion report

- New: \`a b/platform.yaml\`
- Changed: \`old.yaml\`

## Not carried over

- \`old.yaml\`:5 \`\` /spec/\`x\` \`\`: It is lost.

## Good to know

- \`old.yaml\`:1: Add an owner.
`,
    );
  });

  it('has a summary of one sentence', () => {
    assert.equal(conversionSummary(result), 'Not carried over: 1. The report says what and why.');
    const [first] = result.report;
    assert.ok(first);
    assert.match(
      conversionSummary({ ...result, report: [first] }),
      /^Everything is carried over; the report/,
    );
    assert.equal(conversionSummary({ ...result, report: [] }), 'Everything is carried over.');
  });
});
