import type { KubeClient } from '../kubeClient.js';
import { until } from '../processes.js';
import type { ArgocdApi } from './api.js';
import { manyApplication, manyLabel } from './applications.js';

const route = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

/**
 * Writes so many Applications with their status, past Git and the controller: what a server of a large company lists.
 * Three in a row are one service in dev, staging and prod.
 */
export async function seedMany(client: KubeClient, count: number, repository: string): Promise<void> {
  // Somebody who was interrupted may have left theirs.
  await removeMany(client);
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < count) {
      const object = manyApplication(next, repository);
      next += 1;
      await client.request('POST', route, object);
    }
  };
  await Promise.all(Array.from({ length: 16 }, write));
}

export async function removeMany(client: KubeClient): Promise<void> {
  const many = `${route}?labelSelector=${manyLabel}%3Dtrue`;
  await until(
    'many are gone',
    async () => {
      // Thousands may take longer than one request has.
      await client.request('DELETE', many).catch(() => undefined);
      const { items } = (await client.request('GET', `${many}&limit=1`)) as { items: readonly unknown[] };
      return items.length === 0 || undefined;
    },
    240_000,
  );
}

/** Until Argo CD tells of so many: after the API server was away, it takes up its watch only after a while. */
export async function untilTold(argocd: ArgocdApi, count: number): Promise<void> {
  const list = `/api/v1/applications?fields=items.metadata.name&selector=${manyLabel}%3Dtrue`;
  await until(
    `Argo CD tells of ${count} of many`,
    async () => {
      const { items } = (await argocd.request('GET', list)) as { items: readonly unknown[] | null };
      return (items ?? []).length === count || undefined;
    },
    120_000,
  );
}
