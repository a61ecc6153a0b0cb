import type { KubeClient } from '../kubeClient.js';
import { manyApplication, manyLabel } from './applications.js';

const route = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

/**
 * Writes so many Applications with their status, past Git and the controller: what a server of a large company lists.
 * Three in a row are one service in dev, staging and prod.
 */
export async function seedMany(client: KubeClient, count: number, repository: string): Promise<void> {
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
  await client.request('DELETE', `${route}?labelSelector=${manyLabel}%3Dtrue`);
}
