/** Starts a Backstage backend from the packages in BACKSTAGE_HOME; the variables of app-config.yaml come from the environment. */
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const load = createRequire(path.join(process.env.BACKSTAGE_HOME, 'package.json'));
const { createBackend } = load('@backstage/backend-defaults');
const { coreServices, createBackendModule } = load('@backstage/backend-plugin-api');
const { catalogProcessingExtensionPoint } = load('@backstage/plugin-catalog-node');

const lifecycles = ['production', 'experimental', 'deprecated'];

function component(index) {
  const name = `made-${String(index).padStart(5, '0')}`;
  const location = 'url:https://example.test/made.yaml';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      description: `Number ${index} of many`,
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: { type: 'service', lifecycle: lifecycles[index % 3], owner: 'group:basket', system: 'shop' },
  };
}

/** BACKSTAGE_COMPONENTS=N adds that many components. */
const many = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'many-components',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint, lifecycle: coreServices.rootLifecycle },
      async init({ processing, lifecycle }) {
        const count = Number(process.env.BACKSTAGE_COMPONENTS ?? 0);
        if (count === 0) return;
        processing.addEntityProvider({
          getProviderName: () => 'many-components',
          async connect(connection) {
            const entities = Array.from({ length: count }, (_, index) => ({
              entity: component(index),
              locationKey: 'many-components',
            }));
            lifecycle.addStartupHook(() => connection.applyMutation({ type: 'full', entities }));
          },
        });
      },
    });
  },
});

const backend = createBackend();
for (const name of [
  '@backstage/plugin-auth-backend',
  '@backstage/plugin-auth-backend-module-guest-provider',
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-catalog-backend-module-scaffolder-entity-model',
  '@backstage/plugin-scaffolder-backend',
  '@backstage/plugin-search-backend',
  '@backstage/plugin-search-backend-module-catalog',
]) {
  backend.add(load(name));
}
backend.add(many);
await backend.start();
