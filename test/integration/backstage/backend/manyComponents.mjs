/**
 * BACKSTAGE_COMPONENTS=N adds that many components. The first few go the way of every entity: a provider, processing,
 * stitching. Processing thousands takes minutes, so the others are copies of their rows, which is what would come of it.
 */
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const lifecycles = ['production', 'experimental', 'deprecated'];
const tables = ['refresh_state', 'refresh_state_references', 'final_entities', 'search', 'relations'];

export function manyComponents(load) {
  const { coreServices, createBackendModule } = load('@backstage/backend-plugin-api');
  const { catalogProcessingExtensionPoint } = load('@backstage/plugin-catalog-node');
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'many-components',
    register(env) {
      env.registerInit({
        deps: {
          processing: catalogProcessingExtensionPoint,
          lifecycle: coreServices.rootLifecycle,
          database: coreServices.database,
        },
        async init({ processing, lifecycle, database }) {
          const count = Number(process.env.BACKSTAGE_COMPONENTS ?? 0);
          if (count === 0) return;
          const processed = Math.min(count, lifecycles.length);
          processing.addEntityProvider({
            getProviderName: () => 'many-components',
            async connect(connection) {
              const entities = Array.from({ length: processed }, (_, index) => ({
                entity: component(index),
                locationKey: 'many-components',
              }));
              lifecycle.addStartupHook(async () => {
                await connection.applyMutation({ type: 'full', entities });
                copyRows(await database.getClient(), processed, count).catch((error) => {
                  process.stderr.write(`No components were made: ${error.stack}\n`);
                });
              });
            },
          });
        },
      });
    },
  });
}

function nameOf(index) {
  return `made-${String(index).padStart(5, '0')}`;
}

function component(index) {
  const location = 'url:https://example.test/made.yaml';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: nameOf(index),
      description: `${nameOf(index)} is one of many`,
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: { type: 'service', lifecycle: lifecycles[index], owner: 'group:basket', system: 'shop' },
  };
}

async function copyRows(knex, processed, count) {
  const ids = [];
  while (ids.length < processed) {
    const found = await idOf(knex, nameOf(ids.length));
    if (found === undefined) await wait(100);
    else ids.push(found);
  }
  for (const [index, id] of ids.entries()) {
    for (const table of tables) await copyTable(knex, table, { index, id, processed, count });
  }
}

async function idOf(knex, name) {
  const found = await knex('final_entities')
    .where('entity_ref', `component:default/${name}`)
    .whereNotNull('final_entity')
    .first('entity_id');
  return found?.entity_id;
}

/** Every row of one component again for each of its copies, with their names and ids. */
async function copyTable(knex, table, { index, id, processed, count }) {
  const columns = (await knex.raw(`pragma table_info(${table})`)).filter(
    ({ pk, type }) => !(pk && /int/i.test(type)),
  );
  const name = nameOf(index);
  const cells = columns.map(({ name: column }) => {
    // Never due: nothing is to be read again while a test runs.
    if (column === 'next_update_at') return "'2099-01-01 00:00:00'";
    return `case typeof(${column}) when 'text' then replace(replace(${column}, '${name}', made.name), '${id}', made.id) else ${column} end`;
  });
  const own = columns.map(({ name: column }) => column);
  const owner = own.find((column) => /^(originating_)?entity_id$/.test(column));
  const where = owner ? `${owner} = '${id}'` : `target_entity_ref = 'component:default/${name}'`;
  await knex.raw(`
    with recursive numbers(n) as (
      select ${index + processed} union all select n + ${processed} from numbers where n + ${processed} < ${count}
    ), made as (
      select printf('made-%05d', n) as name, printf('00000000-0000-4000-8000-%012d', n) as id from numbers where n < ${count}
    )
    insert into ${table} (${own.join(', ')}) select ${cells.join(', ')} from ${table}, made where ${where}`);
}
