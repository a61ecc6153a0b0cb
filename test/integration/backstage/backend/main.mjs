/** Starts a Backstage backend from the packages in BACKSTAGE_HOME; the variables of app-config.yaml come from the environment. */
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { manyComponents } from './manyComponents.mjs';
import { publishFolder } from './publishFolder.mjs';

const load = createRequire(path.join(process.env.BACKSTAGE_HOME, 'package.json'));
const { createBackend } = load('@backstage/backend-defaults');

const backend = createBackend();
for (const name of [
  '@backstage/plugin-auth-backend',
  '@backstage/plugin-auth-backend-module-guest-provider',
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-catalog-backend-module-scaffolder-entity-model',
  '@backstage/plugin-scaffolder-backend',
  '@backstage/plugin-search-backend',
  '@backstage/plugin-search-backend-module-catalog',
  ...(process.env.BACKSTAGE_PLUGINS ?? '').split(',').filter(Boolean),
]) {
  backend.add(load(name));
}
backend.add(manyComponents(load));
backend.add(publishFolder(load));
await backend.start();
