/** What the measurements of the language server share: the two servers, and the manifests that they are given. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LspProcess } from '../lspClient.mjs';

const root = new URL('../../../', import.meta.url);
const ownServer = fileURLToPath(new URL('dist/server.cjs', root));
const peerServer = fileURLToPath(new URL('node_modules/yaml-language-server/bin/yaml-language-server', root));

const peerSettings = {
  yaml: {
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    schemas: { [new URL('schemas/score-v1b1.schema.json', root).href]: ['*.score.yaml', 'score.yaml'] },
  },
};

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export async function timed(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

const header = (name) => ['apiVersion: score.dev/v1b1', 'metadata:', `  name: ${name}`, 'containers:'];

const container = (name, variables) => [
  `  ${name}:`,
  '    image: .',
  ...(variables > 0 ? ['    variables:'] : []),
  ...Array.from({ length: variables }, (_, index) => `      VARIABLE_${index}: value number ${index}`),
];

/** A valid Score workload of about so many lines: containers of at most 50 variables each, as people write them. */
export function workload(lines, name = 'bench') {
  const all = header(name);
  for (let index = 0; all.length < lines - 1; index++) {
    all.push(...container(index === 0 ? 'main' : `side-${index}`, Math.min(50, lines - all.length - 4)));
  }
  return [...all, ''].join('\n');
}

/** A valid Score workload with one map of so many keys. */
export function mapOf(keys) {
  return [...header('bench'), ...container('main', keys), ''].join('\n');
}

/** Several documents of 25 lines each. */
export function manyDocuments(count) {
  return Array.from({ length: count }, (_, index) => workload(25, `bench-${index}`)).join('---\n');
}

export const servers = {
  ours: () => new LspProcess([ownServer, '--stdio']),
  peer: () => new LspProcess([peerServer, '--stdio'], peerSettings),
  /** The peer with other schemas: file globs by the address of the schema. */
  peerWith: (schemas) => new LspProcess([peerServer, '--stdio'], { yaml: { ...peerSettings.yaml, schemas } }),
};

/** A row that compares a figure with the peer's: as many times better as `leastRatio`. */
export function compared(what, ours, peer, unit, leastRatio) {
  const ratio = peer === undefined ? undefined : peer / ours;
  const budget = `≥ ${leastRatio.toFixed(1)}× better than yaml-language-server`;
  return { what, ours, peer, unit, ratio, budget, ok: ratio === undefined || ratio >= leastRatio };
}

/** The peer's figures, or `undefined` when it does not run on this version of Node. */
export async function peerOr(measure) {
  try {
    return existsSync(peerServer) ? await measure() : undefined;
  } catch {
    return undefined;
  }
}
