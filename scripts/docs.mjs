/**
 * Writes the tables of commands and settings in README.md from package.json, between their markers.
 * `--check` only compares, and ends with 1 when the tables are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = path.join(root, 'README.md');
const read = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
const texts = read('package.nls.json');
const { contributes } = read('package.json');
const textOf = (value) => texts[/^%(.+)%$/.exec(value)?.[1]] ?? value;
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const hidden = new Set(
  contributes.menus.commandPalette.filter((item) => item.when === 'false').map((item) => item.command),
);
const commands = contributes.commands
  .filter(({ command }) => !hidden.has(command))
  .map(({ command, title }) => `| ${cell(textOf(title))} | \`${command}\` |`);
const settings = Object.entries(contributes.configuration.properties).map(
  ([name, { default: value, markdownDescription }]) =>
    `| \`${name}\` | \`${JSON.stringify(value)}\` | ${cell(textOf(markdownDescription))} |`,
);
const tables = {
  commands: ['| command | id |', '|---|---|', ...commands],
  settings: ['| setting | default | what it does |', '|---|---|---|', ...settings],
};

const before = readFileSync(readme, 'utf8');
let after = before;
for (const [name, lines] of Object.entries(tables)) {
  const [start, end] = [`<!-- ${name}: npm run docs -->`, `<!-- end of ${name} -->`];
  const [from, to] = [after.indexOf(start), after.indexOf(end)];
  if (from < 0 || to < from) {
    process.stderr.write(`README.md has no place for the ${name}: "${start}" … "${end}".\n`);
    process.exit(1);
  }
  after = `${after.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${after.slice(to)}`;
}
if (!process.argv.includes('--check')) writeFileSync(readme, after);
else if (after !== before) {
  process.stderr.write('README.md is out of date: run npm run docs.\n');
  process.exitCode = 1;
}
