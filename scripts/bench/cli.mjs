/** The command line: `--help` from process start to end, and `check` of 1,000 manifests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../ci/stages.mjs';
import { median, timeNode } from './support/measure.mjs';

const cli = path.join(root, 'dist', 'cli.cjs');
const manifests = 1000;

export async function bench() {
  return [await help(), await check()];
}

async function help() {
  const node = await repeat(5, () => timeNode(['-e', '0']));
  const ours = await repeat(5, () => timeNode([cli, '--help']));
  return {
    what: 'golden-path --help',
    ours,
    peer: node,
    unit: 'ms',
    ratio: ours / node,
    budget: '≤ 120 ms',
    ok: ours <= 120,
    note: 'peer: node -e 0',
  };
}

async function check() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-bench-'));
  try {
    for (let index = 0; index < manifests; index++) {
      const service = path.join(folder, `service-${index}`);
      mkdirSync(service);
      writeFileSync(path.join(service, 'score.yaml'), scoreFile(index));
    }
    const found = { files: 0 };
    const ours = await repeat(5, async () => {
      const result = await timeNode([cli, 'check', '--format', 'json', folder]);
      found.files = JSON.parse(result.stdout).files;
      return result;
    });
    const ok = ours <= 2000 && found.files === manifests;
    return {
      what: `golden-path check, ${found.files} manifests`,
      ours,
      unit: 'ms',
      budget: '≤ 2000 ms',
      ok,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function repeat(times, once) {
  const values = [];
  for (let round = 0; round < times; round++) values.push((await once()).ms);
  return median(values);
}

function scoreFile(index) {
  return `apiVersion: score.dev/v1b1
metadata:
  name: service-${index}
containers:
  main:
    image: registry.example.com/service-${index}:1.0.0
    variables:
      PORT: "8080"
      LEVEL: info
service:
  ports:
    web:
      port: 80
      targetPort: 8080
`;
}
