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
  const backstage = await startBackstage(components);
  try {
    const open = () =>
      createBackstagePlatform({
        url: backstage.url,
        token: () => Promise.resolve(backstage.token),
        transport: fetchTransport(),
      });
    const page =
      '/api/catalog/entities/by-query?filter=kind=component&limit=500&orderField=metadata.name,asc';
    const server = await median(() => timed(() => backstage.get(page)));
    const before = memory();
    const picture = await median(async () => {
      const platform = open();
      const started = performance.now();
      const live = createLiveState(platform);
      await new Promise((resolve) => {
        const listening = live.onDidChange(() => {
          if (live.snapshot.services.size === 0) return;
          listening.dispose();
          resolve();
        });
      });
      const took = performance.now() - started;
      if (live.snapshot.services.size > 500) throw new Error('More than a page was read.');
      live.dispose();
      platform.dispose();
      return took;
    });
    const grown = memory() - before;
    const platform = open();
    const filter = await median(() => timed(() => platform.listServices({ q: 'made-19999' })));
    platform.dispose();
    const beyond = Math.max(0, picture - server);
    return [
      row(
        `first page of ${components} components, beyond the server's ${Math.round(server)} ms`,
        beyond,
        'ms',
        500,
      ),
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
  return all.sort((one, other) => one - other)[Math.floor(runs / 2)];
}

function memory() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
