import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { Conversion } from '../../../../src/language/convert/conversion.js';
import { convert } from '../../../../src/language/convert/convert.js';

const toService = (text: string): Conversion => convert([{ uri: 'file:///w/score.yaml', text }], 'service');
const toScore = (text: string): Conversion => convert([{ uri: 'file:///w/platform.yaml', text }], 'score');
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const tellsOfComments = ({ report }: Conversion): boolean =>
  report.some(({ reason }) => reason.startsWith('Comments beside'));

const head = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata:\n  name: orders # name\n';
const body = `    # of all

    # first
    containers:
      main:
        image: . # img
        # in main
      # in containers
    # last
`;
const service = (rest: string, more = ''): string =>
  `${head}spec: # spec\n${more}  type: worker\n  workload:\n${body}${rest}# end\n`;
const owned = service('  # of the tier\n  tier: low\n', '  owner: shop # ours\n');

describe('comments of what is converted', () => {
  it('go with the workload that they stand in, and stay with what stays', () => {
    const [score, left] = toScore(owned).files;
    assert.equal(left?.text, owned.replace(body, '    scoreFile: score.yaml\n'));
    assert.equal(
      score?.text,
      `apiVersion: score.dev/v1b1
metadata:
  name: orders # name
# of all

# first
containers:
  main:
    image: . # img
    # in main
    # in containers
    # last
`,
    );
  });

  it('keep the line breaks of their file', () => {
    for (const text of [owned, service('')]) {
      const files = toScore(crlf(text)).files.map((file) => file.text);
      assert.deepEqual(
        files,
        toScore(text).files.map((file) => crlf(file.text)),
      );
      const back = toService(files[0] ?? '').files[0]?.text ?? '';
      assert.equal(back, crlf(back.replaceAll('\r\n', '\n')));
    }
  });

  it('are told of where what they stand beside is left out', () => {
    assert.equal(tellsOfComments(toScore(owned)), false);
    assert.equal(tellsOfComments(toScore(service(''))), true);
    const score = 'apiVersion: score.dev/v1b1\nmetadata:\n  name: orders\n  profile: a # mine\ncontainers:\n';
    assert.equal(tellsOfComments(toService(score)), true);
    assert.equal(tellsOfComments(toService(score.replace('# mine', ''))), false);
  });
});

describe('a Service that repeats its workload', () => {
  it('says the same of its environments when the workload is in a file', () => {
    const text = owned
      .replace('  workload:\n', '  workload: &all\n')
      .replace('  tier: low\n', '  environments: { staging: { overrides: *all } }\n');
    for (const given of [text, crlf(text)]) {
      const { files } = toScore(given);
      const left = parse(files[1]?.text ?? '') as { spec: Record<string, unknown> };
      assert.deepEqual(left.spec['workload'], { scoreFile: 'score.yaml' });
      const overrides = { containers: { main: { image: '.' } } };
      assert.deepEqual(left.spec['environments'], { staging: { overrides } });
      assert.equal(/[^\r]\n/.test(files[1]?.text ?? ''), given === text);
    }
  });
});
