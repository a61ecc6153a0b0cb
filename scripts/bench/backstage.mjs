/** 20,000 components of a real Backstage: the first page beyond the server's own time, memory, and the filter. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder } from '../editor-host/cache.mjs';
import { backstageName, provideBackstage } from '../backstage/install.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const components = 20_000;
const runs = 5;

export async function bench() {
  if (!existsSync(path.join(cacheFolder(), backstageName(), '.complete'))) {
    process.stderr.write('  skipped: no Backstage is installed. Run npm run test:backstage once.\n');
    return [];
  }
  const { folder, node } = await provideBackstage();
  Object.assign(process.env, {
    GOLDEN_PATH_ROOT: root,
    GOLDEN_PATH_BACKSTAGE: folder,
    GOLDEN_PATH_BACKSTAGE_NODE: node,
  });
  const outfile = path.join(root, 'out', 'bench', 'backstage.mjs');
  await build({
    stdin: {
      contents: `export { startBackstage } from './test/integration/backstage/backstage.ts';
        export { createBackstagePlatform } from './src/platform/backstage/backstagePlatform.ts';
        export { createLiveState } from './src/platform/live/liveState.ts';
        export { fetchTransport } from './src/platform/http/fetchTransport.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  const { startBackstage, createBackstagePlatform, createLiveState, fetchTransport } = await import(outfile);
  const backstage = await startBackstage({ components });
  try {
    const before = memory();
    const pictures = [];
    for (let run = 0; run < runs; run++) {
      const server = answering(fetchTransport());
      const platform = createBackstagePlatform({ ...connection(backstage), transport: server.transport });
      const started = performance.now();
      const live = createLiveState(platform);
      await new Promise((resolve) => {
        const listening = live.onDidChange(() => {
          if (live.snapshot.services.size === 0) return;
          listening.dispose();
          resolve();
        });
      });
      const total = performance.now() - started;
      pictures.push({ total, beyond: total - server.busyMs() });
      if (live.snapshot.services.size > 500) throw new Error('More than a page was read.');
      live.dispose();
      platform.dispose();
    }
    const grown = memory() - before;
    const platform = createBackstagePlatform({ ...connection(backstage), transport: fetchTransport() });
    const filter = await median(() => timed(() => platform.listServices({ q: 'made-19999' })));
    platform.dispose();
    const [beyond, total] = ['beyond', 'total'].map((key) => middle(pictures.map((picture) => picture[key])));
    return [
      {
        ...row(`first page of ${components} components, beyond the server's own time`, beyond, 'ms', 500),
        note: `${Math.round(total)} ms with it`,
      },
      row('memory for it', grown, 'MB', 50),
      row('filter answered by the server', filter, 'ms', 500),
    ];
  } finally {
    await backstage.stop();
  }
}

function row(what, ours, unit, budget) {
  return { what, ours, unit, budget: `≤ ${budget} ${unit}`, ok: ours <= budget };
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function median(measure) {
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await measure());
  return middle(all);
}

function middle(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

function connection({ url, token }) {
  return { url, token: () => Promise.resolve(token) };
}

/** A transport, and how long at least one request waited for the server to begin its answer. */
function answering(inner) {
  let waiting = 0;
  let since = 0;
  let busy = 0;
  const transport = {
    async send(request) {
      if (waiting++ === 0) since = performance.now();
      try {
        return await inner.send(request);
      } finally {
        if (--waiting === 0) busy += performance.now() - since;
      }
    },
    dispose: () => inner.dispose(),
  };
  return { transport, busyMs: () => busy };
}

function memory() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
