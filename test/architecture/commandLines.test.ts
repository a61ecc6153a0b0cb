import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { commands } from '../../src/cli/commands.js';
import { projectRoot, readText } from '../support/architecture/sources.js';
import { memoryIo } from '../unit/cli/memoryIo.js';

interface Call {
  readonly command: string;
  /** What stands before the first option, in small letters: such as `start` of `platform start`. */
  readonly words: readonly string[];
  readonly options: readonly string[];
}

/** Wherever a text calls the program by its name, in code of any kind; what is indented goes on with the line before. */
function callsIn(text: string): Call[] {
  const blocks = [...text.matchAll(/```[^\n]*\n([^]*?)```/g)].map(([, code = '']) => code);
  const inline = text.replace(/```[^]*?```/g, '').matchAll(/`([^`]+)`/g);
  const lines = [
    ...blocks.flatMap((code) => code.replace(/\\?\n {8,}(?=[[-])/g, ' ').split('\n')),
    ...[...inline].map(([, code = '']) => code.replace(/\s+/g, ' ')),
  ];
  return lines.flatMap((line) => {
    const [, command, rest = ''] = /(?:^|[\s"'/])(?:golden-path|cli\.cjs"?) ([a-z]+)\b(.*)/.exec(line) ?? [];
    if (command === undefined) return [];
    const [said = ''] = rest.split(/ [|&>]+ | +#/);
    const [before = ''] = said.split(/\s[[(]*--/);
    return [
      {
        command,
        words: before.split(' ').filter((word) => /^[a-z]+$/.test(word)),
        options: [...said.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option),
      },
    ];
  });
}

/** Whether the program itself knows an option: what stands behind it never lets the command begin. */
async function takes({ command, words }: Call, option: string): Promise<boolean> {
  if (option === '--help') return true;
  const found = commands[command];
  assert.ok(found);
  const loaded = await found.load();
  const refusal = await Promise.resolve()
    .then(() => loaded.run([...words, option, '--no-such-option'], memoryIo().io))
    .then(
      () => 'it ran',
      (error: unknown) => String(error),
    );
  assert.match(refusal, /ption '/, `${command} ${option}`);
  return !refusal.includes(`Unknown option '${option}'`);
}

async function wrongIn(calls: readonly Call[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const call of calls) {
    const { command, options } = call;
    if (!Object.hasOwn(commands, command)) {
      wrong.push(command);
      continue;
    }
    for (const option of options) if (!(await takes(call, option))) wrong.push(`${command} ${option}`);
  }
  return wrong;
}

describe('the command lines', () => {
  it('of the documentation are those that the program takes', async () => {
    const pages = readdirSync(path.join(projectRoot(), 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.startsWith('decisions'))
      .map((name) => path.join('docs', name));
    const calls = [...pages, 'README.md', 'CONTRIBUTING.md', '.pre-commit-hooks.yaml'].flatMap((page) => {
      const text = readText(page);
      return page.endsWith('.md') ? callsIn(text) : callsIn(`\`\`\`\n${text}\`\`\``);
    });
    assert.ok(calls.flatMap(({ options }) => options).length > 150, String(calls.length));
    assert.deepEqual(await wrongIn(calls), []);
  });

  it('of each help are those that the program takes', async () => {
    for (const [command, { load }] of Object.entries(commands)) {
      const { usage } = await load();
      const words = command === 'platform' ? ['start'] : [];
      const own = new Set([...usage.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));
      const wrong = await wrongIn([{ command, words, options: [...own] }]);
      const ofToken = ['as', 'type', 'group', 'scope', 'revoke'].map((name) => `platform --${name}`);
      assert.deepEqual(
        wrong.filter((one) => !ofToken.includes(one)),
        [],
      );
    }
  });

  it('are refused when they are wrong', async () => {
    const page =
      '`golden-path chekc` and\n```sh\ngolden-path deploy --url URL [--yes]\n        [--fromat json] | cat --x\n```\n';
    assert.deepEqual(await wrongIn(callsIn(page)), ['deploy --fromat', 'chekc']);
  });
});
