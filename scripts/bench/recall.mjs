/**
 * Hides keys of real manifests, asks for completion in their place, and counts how often the key is offered, beside
 * yaml-language-server with the same schemas. Reads examples, fixtures, and the manifests of GOLDEN_PATH_MANIFESTS or
 * ../shared/manifests where there are any.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../ci/stages.mjs';
import { entityBundle } from './support/entityBundle.mjs';
import { hiddenKeys, variants } from './support/hiddenKeys.mjs';
import { peerOr, servers } from './support/servers.mjs';

const given = process.env['GOLDEN_PATH_MANIFESTS'] ?? path.join(root, '..', 'shared', 'manifests');
const most = Number(process.env['GOLDEN_PATH_RECALL'] ?? 150);
/** Where a word above is unfinished or the document ends at the cursor: the least that counts as good. */
const leastBroken = 0.97;
const broken = new Set(['document ends here', 'unfinished word above']);

const families = [
  { family: 'Score', isOf: /^apiVersion:\s*score\.dev\/v1b1\s*$/m, file: 'score.yaml', peer: servers.peer },
  {
    family: 'Backstage entities',
    isOf: /^apiVersion:\s*backstage\.io\//m,
    file: 'catalog-info.yaml',
    peer: () => servers.peerWith({ [entities().href]: ['catalog-info.yaml'] }),
  },
];

let bundle;
const entities = () => (bundle ??= entityBundle());

/** Every one of many, evenly spread: at most so many. */
function spread(all) {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, index) => all[Math.floor(index * step)]);
}

function textsBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}

async function offers(server, uri, [above, below], version) {
  const text = above + below;
  if (version === 1) {
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } });
  } else {
    server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
  }
  const lines = above.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1).length };
  const found = await server.request('textDocument/completion', { textDocument: { uri }, position });
  return (found?.items ?? found ?? []).map(({ label }) => label);
}

/** For each variant the share of the hidden keys that were offered; a key that is offered nowhere is the author's own. */
async function recalls(make, keys, file) {
  const server = make();
  await server.start();
  try {
    const hits = {};
    let version = 0;
    // The first answer may come before a server has read its schemas: it does not count.
    for (const { indent, before, after } of keys.slice(0, 1)) {
      await offers(server, `file:///bench/${file}`, variants.intact(before, indent, after), ++version);
    }
    for (const [variant, write] of Object.entries(variants)) {
      hits[variant] = [];
      for (const { key, indent, before, after } of keys) {
        const uri = `file:///bench/${file}`;
        const labels = await offers(server, uri, write(before, indent, after, key), ++version);
        hits[variant].push(labels.includes(key));
      }
    }
    return hits;
  } finally {
    server.stop();
  }
}

export async function bench() {
  if (!existsSync(given))
    process.stderr.write('  no real manifests here: only our own examples and fixtures\n');
  const folders = [given, path.join(root, 'examples'), path.join(root, 'test', 'fixtures')];
  const texts = folders.flatMap(textsBelow);
  const rows = [];
  for (const { family, isOf, file, peer: makePeer } of families) {
    const keys = spread(texts.filter((text) => isOf.test(text)).flatMap(hiddenKeys));
    const ours = await recalls(servers.ours, keys, file);
    const theirs = await peerOr(() => recalls(makePeer, keys, file));
    // Keys that people choose themselves are in no schema: neither server offers them anywhere.
    const isDefined = keys.map((_, index) =>
      [ours, theirs ?? {}].some((hits) => Object.values(hits).some((variant) => variant[index])),
    );
    const all = isDefined.filter(Boolean).length;
    for (const variant of Object.keys(variants)) {
      const share = (hits) =>
        hits && hits[variant].filter((hit, index) => hit && isDefined[index]).length / all;
      const [own, peer] = [share(ours), share(theirs)];
      const least = Math.max(broken.has(variant) ? leastBroken : 0, peer ?? 0);
      rows.push({
        what: `recall of ${all} hidden keys, ${family}: ${variant}`,
        ours: own,
        peer,
        unit: 'share',
        budget: broken.has(variant)
          ? `≥ yaml-language-server’s and ≥ ${leastBroken}`
          : '≥ yaml-language-server’s',
        ok: own >= least,
      });
      if (process.env['GOLDEN_PATH_RECALL_MISSES']) {
        const missed = keys.filter((_, index) => isDefined[index] && !ours[variant][index]);
        for (const { key, before, indent } of missed.slice(0, 8)) {
          process.stderr.write(`  ${family}, ${variant}: ${key}\n${before.slice(-160)}${indent}|\n`);
        }
      }
    }
  }
  bundle?.remove();
  bundle = undefined;
  return rows;
}
