import type { KubeClient } from '../kubeClient.js';

const at = '2026-11-20T10:00:00Z';

const ready = (status: 'True' | 'False', reason: string, message: string): object => ({
  type: 'Ready',
  status,
  reason,
  message,
  lastTransitionTime: at,
  observedGeneration: 1,
});

/** What Flux's controllers would have written: `billing` is up to date, `invoices` failed to upgrade. */
export async function writeFluxStatus(client: KubeClient): Promise<void> {
  const revision = 'main@sha1:5f0e3c7f0d1b2a3948576a6b7c8d9e0f1a2b3c4d';
  const billing = {
    observedGeneration: 1,
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    conditions: [ready('True', 'ReconciliationSucceeded', `Applied revision: ${revision}`)],
    inventory: { entries: [{ id: 'store-dev_billing_apps_Deployment', v: 'v1' }] },
  };
  const invoices = {
    observedGeneration: 1,
    lastAttemptedRevision: '1.4.2',
    conditions: [ready('False', 'UpgradeFailed', 'Helm upgrade failed: context deadline exceeded')],
    history: [{ name: 'invoices', namespace: 'store-dev', chartVersion: '1.4.1', status: 'deployed' }],
  };
  await write(client, 'kustomize.toolkit.fluxcd.io/v1', 'kustomizations/billing', billing);
  await write(client, 'helm.toolkit.fluxcd.io/v2', 'helmreleases/invoices', invoices);
}

async function write(client: KubeClient, version: string, object: string, status: object): Promise<void> {
  const route = `/apis/${version}/namespaces/store-dev/${object}/status`;
  await client.request('PATCH', route, { status }, 'application/merge-patch+json');
}
