import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';
import type { Head } from './head.js';
import type { RenderedObject } from './rendered.js';

export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: object;
}

const secretName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

interface Remote {
  readonly secretKey: string;
  readonly remoteRef: object;
}

/**
 * Variables that refer to secrets, never to their values. A key that can be the name of a Secret, with a property and
 * no store, is that Secret of the namespace; all others come from their store by an ExternalSecret.
 */
export function secretsOf(
  secrets: Reader,
  head: Head,
): { variables: SecretVariable[]; objects: RenderedObject[] } {
  const stores = new Map<string, Remote[]>();
  const variables = secrets.entries().map(([name, reader]) => {
    const [store, key = '', property, version] = ['store', 'key', 'property', 'version'].map((word) =>
      reader.text(word),
    );
    const isHere =
      store === undefined && version === undefined && property !== undefined && secretName.test(key);
    const from = store ?? 'default';
    if (!isHere) {
      const remoteRef = {
        key,
        ...(property !== undefined && { property }),
        ...(version !== undefined && { version }),
      };
      stores.set(from, [...(stores.get(from) ?? []), { secretKey: name, remoteRef }]);
    }
    const secretKeyRef = isHere ? { name: key, key: property } : { name: targetOf(head, from), key: name };
    return { name, valueFrom: { secretKeyRef } };
  });
  if (stores.size > 0) {
    secrets.note(
      t(
        'An ExternalSecret fetches it: the cluster needs the External Secrets operator, and a store of that name.',
      ),
      'information',
    );
  }
  const objects = [...stores].map(([store, data]) => {
    const name = targetOf(head, store);
    return {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: head.named(name),
      spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: store }, target: { name }, data },
    };
  });
  return { variables, objects };
}

function targetOf({ name }: Head, store: string): string {
  const suffix = store === 'default' ? '' : `-${store.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return `${name}-secrets${suffix}`;
}
