/** Node binaries of the versions that VS Code's server wants, from npm. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { npmInstall, provide } from './cache.mjs';

const versions = { 22: '22.23.3', 24: '24.21.0' };

/** The path of a Node of this major version: the running one when it fits, else one from the cache. */
export async function provideNode(major) {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const version = versions[major];
  const folder = await provide(`${name}-${version}`, `Node ${version}`, (temporary) =>
    npmInstall(temporary, [`${name}@${version}`]),
  );
  const binary = path.join(
    folder,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary))
    throw new Error(`The npm package ${name}@${version} has no Node binary at ${binary}.`);
  return binary;
}
