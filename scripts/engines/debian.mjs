/** Programs of Debian's packages, unpacked into the cache without being root; those that the machine has are taken. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../editor-host/cache.mjs';
import { onPath } from './onPath.mjs';

const packages = {
  etcd: { name: 'etcd-server', file: 'usr/bin/etcd' },
  'redis-server': { name: 'redis-server', file: 'usr/bin/redis-server' },
  prometheus: { name: 'prometheus', file: 'usr/bin/prometheus' },
};

/** The path of a program that runs as it is. */
export async function provideDebian(program, cache) {
  const here = onPath(program);
  if (here) return here;
  const { name, file } = packages[program];
  const folder = path.join(cache, `debian-${name}`);
  const starter = path.join(folder, 'run');
  if (existsSync(starter)) return starter;
  process.stderr.write(`Fetching Debian's ${name} into ${folder} (once) …\n`);
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  try {
    await fetchAndUnpack(name, temporary);
    const libraries = librariesIn(temporary).map((library) => path.join(folder, library));
    const script = `#!/bin/sh\nLD_LIBRARY_PATH=${libraries.join(':')} exec ${path.join(folder, file)} "$@"\n`;
    writeFileSync(path.join(temporary, 'run'), script);
    chmodSync(path.join(temporary, 'run'), 0o755);
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return starter;
}

/** The package and those it needs that the machine lacks. */
async function fetchAndUnpack(name, folder) {
  const lists = await listsThatName(name, folder);
  const plan = await run('apt-get', [...lists, '-s', 'install', '--no-install-recommends', name]);
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found]) => found);
  // Pages and fonts of a user interface that no test looks at.
  const wanted = missing.filter((found) => !/^(libjs-|fonts-)/.test(found));
  await run('apt-get', [...lists, 'download', ...wanted], { cwd: folder });
  for (const archive of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    await run('dpkg', ['-x', archive, '.'], { cwd: folder });
    rmSync(path.join(folder, archive));
  }
  rmSync(path.join(folder, 'apt'), { recursive: true, force: true });
}

/** Options under which apt knows the package: none, or lists of our own where the machine has none yet. */
async function listsThatName(name, folder) {
  const known = await run('apt-cache', ['show', name]).then(
    () => true,
    () => false,
  );
  if (known) return [];
  const state = path.join(folder, 'apt');
  mkdirSync(path.join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(path.join(state, 'cache', 'archives', 'partial'), { recursive: true });
  const options = [
    ['Dir::State::Lists', path.join(state, 'lists')],
    ['Dir::Cache', path.join(state, 'cache')],
  ].flatMap(([option, value]) => ['-o', `${option}=${value}`]);
  await run('apt-get', [...options, 'update']);
  return options;
}

function librariesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.so(\.\d+)*$/.test(file))
    .map((file) => path.dirname(file))
    .filter((library, index, all) => all.indexOf(library) === index);
}
