import path from 'node:path';
import type { RunningCluster } from '../cluster/cluster.js';
import { pushChange, pushFolder } from '../git/configuration.js';
import type { GitServer } from '../git/gitServer.js';
import { until } from '../processes.js';
import { applicationOf, applicationSet, declared, generated } from './applications.js';
import type { RunningArgocd } from './argocd.js';

export interface Seeding {
  readonly argocd: RunningArgocd;
  readonly cluster: RunningCluster;
  readonly git: GitServer;
  /** Of the files that the configuration repository begins with. */
  readonly configuration: string;
  /** Where the fixture's clone of it may be. */
  readonly folder: string;
}

export interface Seeded {
  /** The configuration repository that the Applications follow. */
  readonly repository: string;
  /** The same files in one that asks for a name and a password (gitServer.ts). */
  readonly guardedRepository: string;
  /** Commits by what they did, oldest first. */
  readonly commits: readonly string[];
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly health?: { readonly status?: string };
    readonly sync?: { readonly status?: string };
    readonly history?: readonly unknown[];
    readonly operationState?: { readonly phase?: string };
  };
}

const application = '/api/v1/applications';

/** Writes the Applications, syncs them, and brings about what the catalogue of them declares. */
export async function seedArgocd(seeding: Seeding): Promise<Seeded> {
  const { git, cluster, configuration, folder, argocd } = seeding;
  const repository = await git.repository('configuration');
  const work = path.join(folder, 'configuration');
  const first = await pushFolder(repository, configuration, work);
  const guarded = await git.repository('guarded/configuration');
  await pushFolder(
    path.join(git.folder, 'guarded/configuration.git'),
    configuration,
    path.join(folder, 'guarded'),
  );
  await cluster.client.apply([
    ...declared.map((one) => applicationOf(one, repository)),
    applicationSet(repository),
  ]);
  await syncAll(argocd);
  const commits = [first, ...(await makeHistory(argocd, work))];
  await scaleByHand(cluster, 'shop-staging', 'notifier', 3);
  await closeWindow(cluster);
  await untilAsDeclared(argocd);
  return { repository, guardedRepository: guarded, commits };
}

/** Those that are synced by hand; the others do it by themselves. */
async function syncAll({ api }: RunningArgocd): Promise<void> {
  for (const { name, sync, isLeft } of declared) {
    if (sync === 'auto' || isLeft) continue;
    await until(`${name} is known`, () => api.request('GET', `${application}/${name}?refresh=normal`));
    await until(`${name} is synced`, () => api.request('POST', `${application}/${name}/sync`, {}));
  }
  const synced = [...declared.filter((one) => !one.isLeft).map((one) => one.name), ...generated];
  for (const name of synced) await untilDeployed({ api }, name, 1);
}

/** A second deployment where one is rolled back: one under auto-sync, and one by hand. */
async function makeHistory(argocd: RunningArgocd, work: string): Promise<string[]> {
  const { api } = argocd;
  const checkout = await pushChange(work, {
    file: 'kustomize/checkout/overlays/dev/kustomization.yaml',
    from: 'newTag: 1.4.0',
    to: 'newTag: 1.5.0',
    message: 'Deploy checkout 1.5.0 to dev',
  });
  const catalog = await pushChange(work, {
    file: 'charts/catalog/values-staging.yaml',
    from: 'tag: 5.1.0',
    to: 'tag: 5.1.1',
    message: 'Deploy catalog 5.1.1 to staging',
  });
  await api.request('GET', `${application}/checkout-dev?refresh=normal`);
  await untilDeployed(argocd, 'checkout-dev', 2);
  await api.request('GET', `${application}/catalog-staging?refresh=normal`);
  await until('catalog-staging is synced again', () =>
    api.request('POST', `${application}/catalog-staging/sync`, {}),
  );
  await untilDeployed(argocd, 'catalog-staging', 2);
  return [checkout, catalog];
}

async function untilDeployed(
  { api }: Pick<RunningArgocd, 'api'>,
  name: string,
  times: number,
): Promise<void> {
  await until(
    `${name} is deployed`,
    async () => {
      const { status } = (await api.request('GET', `${application}/${name}`)) as Application;
      const isDone = status?.operationState?.phase === 'Succeeded' && (status.history?.length ?? 0) >= times;
      return isDone || undefined;
    },
    180_000,
  );
}

async function scaleByHand(
  { client }: RunningCluster,
  namespace: string,
  name: string,
  replicas: number,
): Promise<void> {
  const route = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  await client.request('PATCH', route, { spec: { replicas } }, 'application/merge-patch+json');
}

/** From here on nobody may sync what the project `guarded` holds. */
async function closeWindow({ client }: RunningCluster): Promise<void> {
  const syncWindows = [
    { kind: 'deny', schedule: '* * * * *', duration: '24h', applications: ['*'], manualSync: false },
  ];
  const route = '/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects/guarded';
  await client.request('PATCH', route, { spec: { syncWindows } }, 'application/merge-patch+json');
}

/** Where one is not as declared, says which and what it is instead. */
export async function untilAsDeclared({ api }: Pick<RunningArgocd, 'api'>): Promise<void> {
  for (const { name, expected } of declared) {
    let last = '';
    await until(
      `${name} is ${expected.health} and ${expected.sync}`,
      async () => {
        const { status } = (await api.request('GET', `${application}/${name}?refresh=normal`)) as Application;
        last = `it is ${status?.health?.status} and ${status?.sync?.status}`;
        if (status?.health?.status === expected.health && status.sync?.status === expected.sync) return true;
        throw new Error(last);
      },
      120_000,
    );
  }
}
