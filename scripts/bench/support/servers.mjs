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
    schemas: { [new URL('schemas/score-v1b1.schema.json', root).href]: '*.score.yaml' },
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

/** A valid Score workload of about so many lines. */
export function workload(lines, name = 'bench') {
  const head = [
    'apiVersion: score.dev/v1b1',
    'metadata:',
    `  name: ${name}`,
    'containers:',
    '  main:',
    '    image: .',
  ];
  const variables = Math.max(0, lines - head.length - 2);
  const rows = Array.from(
    { length: variables },
    (_, index) => `      VARIABLE_${index}: value number ${index}`,
  );
  return [...head, '    variables:', ...rows, ''].join('\n');
}

/** Several documents of 25 lines each. */
export function manyDocuments(count) {
  return Array.from({ length: count }, (_, index) => workload(25, `bench-${index}`)).join('---\n');
}

export const servers = {
  ours: () => new LspProcess([ownServer, '--stdio']),
  peer: () => new LspProcess([peerServer, '--stdio'], peerSettings),
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
