/** A Backstage backend from npm, in the per-user cache: exactly what its lock file says, and one add-on compiled. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, provide, run } from '../editor-host/cache.mjs';
import { provideNode } from '../editor-host/node.mjs';

const source = fileURLToPath(new URL('../../test/integration/backstage', import.meta.url));
const manifests = ['package.json', 'package-lock.json'];

/** Of its folder in the cache: that of what the lock file says. */
export function backstageName() {
  const digest = createHash('sha256');
  for (const file of manifests) digest.update(readFileSync(path.join(source, file)));
  return `backstage-${digest.digest('hex').slice(0, 12)}`;
}

/** The folder with the installed packages, and the Node that they were built for. */
export async function provideBackstage() {
  const node = await provideNode(22);
  const folder = await provide(backstageName(), 'Backstage', (temporary) => install(temporary, node));
  return { folder, node };
}

async function install(folder, node) {
  for (const file of manifests) copyFileSync(path.join(source, file), path.join(folder, file));
  await npm(folder, ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], { node });
  // The published binary is fetched from GitHub, which not every network reaches; compiling takes a minute.
  const headers = path.join(path.dirname(node), '..');
  const hasHeaders = existsSync(path.join(headers, 'include', 'node', 'node.h'));
  await npm(folder, ['rebuild', 'better-sqlite3'], {
    node,
    env: { npm_config_build_from_source: 'true', ...(hasHeaders && { npm_config_nodedir: headers }) },
  });
  const load = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()";
  await run(node, ['-e', load], { cwd: folder });
}
