import { areEnginesThere, engines } from '../fixture.js';
import { createKubeClient, type KubeClient } from '../kubeClient.js';
import { until } from '../processes.js';
import { readKubeconfig } from '../../../../src/platform/kubernetes/kubeconfig.js';
import {
  createKubernetesPlatform,
  type KubernetesPlatform,
  type KubernetesPlatformOptions,
} from '../../../../src/platform/kubernetes/kubernetesPlatform.js';

export const store = ['store-dev', 'store-staging', 'store-prod'];
const byName = { namespaces: { 'store-dev': 'dev', 'store-staging': 'staging', 'store-prod': 'prod' } };
const open: KubernetesPlatform[] = [];

/** Throws for a context that the kubeconfig of the fixture does not have. */
export async function platformOf(
  context: string,
  namespaces: readonly string[] | 'all' = store,
  more: Partial<KubernetesPlatformOptions> = {},
): Promise<KubernetesPlatform> {
  const env = { KUBECONFIG: engines().kubernetes.kubeconfig };
  const platform = createKubernetesPlatform({
    kubeconfig: await readKubeconfig({ env, home: '/nonexistent' }),
    contexts: [{ context, ...(namespaces !== 'all' && { namespaces }) }],
    rules: byName,
    ...more,
  });
  return ended(platform);
}

/** Has a platform disposed of after its test. */
export function ended(platform: KubernetesPlatform): KubernetesPlatform {
  open.push(platform);
  return platform;
}

/** Ends what `platformOf` made, and what it was told of. */
export function disposeAll(): void {
  for (const platform of open.splice(0)) platform.dispose();
}

/** A namespace for one suite, with who may do everything in it; made before its tests and deleted after them. */
export interface OwnNamespace {
  readonly name: string;
  readonly admin: KubeClient;
}

export function ownNamespace(suite: string): () => OwnNamespace {
  const name = `golden-path-${suite}-${process.pid}`;
  let admin: KubeClient | undefined;
  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { url, ca, tokens } = engines().kubernetes;
    const client = (admin = createKubeClient({ url, ca, token: tokens.admin }));
    await client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]);
    // Without it no pod is made, and who makes them waits longer and longer.
    const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
    await until('the namespace is ready', () => client.request('GET', account));
  });
  after(async () => {
    await admin?.request('DELETE', `/api/v1/namespaces/${name}`);
    admin?.close();
  });
  return () => {
    if (!admin) throw new Error('The namespace is made before the tests.');
    return { name, admin };
  };
}
