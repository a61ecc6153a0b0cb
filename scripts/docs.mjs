/**
 * Writes the tables of commands and settings in README.md from package.json, between their markers; the rules that
 * golden-path.yaml can name into its schema from the pages in docs/rules; and the table of rules of the code into the
 * setting goldenPath.rules of package.json and into docs/rules/README.md; and the pages of docs/api.
 * `--check` only compares, and ends with 1 when something is out of date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { apiPages } from './docs/api.mjs';
import { checksPage } from './docs/checks.mjs';
import { ruleIndex, ruleTable, settingProperties } from './docs/rules.mjs';

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
settle(readme, before, after);

const schemaFile = path.join(root, 'schemas', 'golden-path-config.schema.json');
const schemaText = readFileSync(schemaFile, 'utf8');
const schema = JSON.parse(schemaText);
schema.properties.rules.properties = ruleProperties(schema.$id);
const formatted = await format(JSON.stringify(schema, null, 2), {
  ...(await resolveConfig(schemaFile)),
  filepath: schemaFile,
});
settle(schemaFile, schemaText, formatted);

const rules = await ruleTable(root);
const packageFile = path.join(root, 'package.json');
const packageText = readFileSync(packageFile, 'utf8');
const manifest = JSON.parse(packageText);
manifest.contributes.configuration.properties['goldenPath.rules'].properties = settingProperties(rules);
settle(packageFile, packageText, `${JSON.stringify(manifest, null, 2)}\n`);

const indexFile = path.join(root, 'docs', 'rules', 'README.md');
settle(indexFile, existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : '', ruleIndex(rules));

const apiFolder = path.join(root, 'docs', 'api');
const pages = { ...apiPages(root), 'checks.md': await checksPage(root) };
mkdirSync(apiFolder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const file = path.join(apiFolder, name);
  settle(file, existsSync(file) ? readFileSync(file, 'utf8') : '', text);
}
for (const name of readdirSync(apiFolder).filter((found) => !(found in pages))) {
  if (process.argv.includes('--check')) settle(path.join(apiFolder, name), 'there', '');
  else rmSync(path.join(apiFolder, name));
}

/** A property for each page in docs/rules: its heading is the title, its first sentence the description. */
function ruleProperties(id) {
  const folder = path.join(root, 'docs', 'rules');
  const pages = readdirSync(folder).filter((name) => name.includes('--'));
  return Object.fromEntries(
    pages.sort().map((name) => {
      const [heading, , first] = readFileSync(path.join(folder, name), 'utf8').split('\n\n');
      const entry = {
        title: heading.replace(/^# /, '').trim(),
        description: first.replace(/\s+/g, ' ').trim(),
        allOf: [{ $ref: `${id}#/$defs/severity` }],
      };
      return [name.replace('--', '/').replace(/\.md$/, ''), entry];
    }),
  );
}

function settle(file, old, now) {
  if (!process.argv.includes('--check')) writeFileSync(file, now);
  else if (now !== old) {
    process.stderr.write(`${path.relative(root, file)} is out of date: run npm run docs.\n`);
    process.exitCode = 1;
  }
}
