import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { readCheckOptions } from '../../src/cli/check/checkOptions.js';
import { commands } from '../../src/cli/commands.js';
import { readText } from '../support/architecture/sources.js';

/** The arguments after the name of the program, wherever a text calls it. */
function callsIn(text: string): string[][] {
  const calls = text.matchAll(/(?:golden-path|cli\.cjs"?) (check|convert|schema|lsp)\b([^`\n|]*)/g);
  return [...calls].map(([, command = '', rest = '']) => [command, ...rest.split(/\s+/).filter(Boolean)]);
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
}

describe('what the documentation says of continuous integration', () => {
  const page = readText('docs/ci.md');
  const hooks = parseAllDocuments(readText('.pre-commit-hooks.yaml'))[0]?.toJS() as readonly Hook[];
  const snippets = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text);

  it('is valid YAML', () => {
    assert.ok(snippets.length >= 5);
    for (const text of snippets) {
      for (const document of parseAllDocuments(text)) assert.deepEqual(document.errors, [], text);
    }
  });

  it('calls the program with arguments that it takes', () => {
    const calls = [...callsIn(page), ...hooks.flatMap(({ entry }) => callsIn(entry))];
    assert.ok(calls.length >= 10, String(calls.length));
    for (const [command = '', ...args] of calls) {
      assert.ok(Object.hasOwn(commands, command), command);
      if (command === 'check') assert.doesNotThrow(() => readCheckOptions(args), args.join(' '));
    }
  });

  it('names the hooks that there are, which run the program of the package', () => {
    const { bin } = JSON.parse(readText('package.json')) as { bin: Record<string, string> };
    for (const { entry, language } of hooks) {
      assert.equal(language, 'node');
      assert.ok(Object.hasOwn(bin, entry.split(' ')[0] ?? ''), entry);
    }
    const named = [...page.matchAll(/^\s+- id: (\S+)$/gm)].map(([, id]) => id);
    const known: readonly (string | undefined)[] = hooks.map(({ id }) => id);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('is refused when it is wrong', () => {
    assert.deepEqual(callsIn('run: node "$X/cli.cjs" check --format sarif --output a.sarif\n'), [
      ['check', '--format', 'sarif', '--output', 'a.sarif'],
    ]);
    assert.throws(() => readCheckOptions(['--fromat', 'sarif']));
  });
});
