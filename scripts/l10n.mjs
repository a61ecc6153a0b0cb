/**
 * Collects every sentence that goes through `t()` into l10n/bundle.l10n.json, the list that translators start from.
 * `--check` only compares, and ends with 1 when the list is out of date.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = path.join(root, 'l10n', 'bundle.l10n.json');
const sentences = new Set();

for (const name of readdirSync(path.join(root, 'src'), { recursive: true })) {
  if (!name.endsWith('.ts') || name.split(path.sep).includes('generated')) continue;
  const file = path.join(root, 'src', name);
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const [sentence] = node.arguments;
      // What is no literal comes from a schema and is translated there.
      if (sentence && ts.isStringLiteralLike(sentence)) sentences.add(sentence.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

const text = `${JSON.stringify(Object.fromEntries([...sentences].sort().map((line) => [line, line])), null, 2)}\n`;
if (process.argv.includes('--check')) {
  let known = '';
  try {
    known = readFileSync(bundle, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (known !== text) {
    process.stderr.write('l10n/bundle.l10n.json is out of date: run npm run l10n.\n');
    process.exitCode = 1;
  }
} else writeFileSync(bundle, text);
