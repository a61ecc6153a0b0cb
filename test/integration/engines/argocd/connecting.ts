import { createArgoPlatform, type ArgoPlatform } from '../../../../src/platform/argocd/argoPlatform.js';
import type { ArgoRules } from '../../../../src/platform/argocd/binding.js';
import type { Transport } from '../../../../src/platform/http/transport.js';
import { undiciTransport } from '../../../../src/platform/http/undiciTransport.js';
import { engines } from '../fixture.js';
import { createKubeClient, type KubeClient, type KubeObject } from '../kubeClient.js';

/** Platforms over the real Argo CD, and what they ask it. */
export class Connecting {
  /** Method and path of every request, in order. */
  readonly asked: string[] = [];
  readonly #open: ArgoPlatform[] = [];

  connect(token = engines().argocd.tokens.developer, rules: ArgoRules = {}): ArgoPlatform {
    const inner = undiciTransport();
    const transport: Transport = {
      send: (request) => {
        this.asked.push(`${request.method} ${request.url.pathname}${request.url.search}`);
        return inner.send(request);
      },
      dispose: () => inner.dispose(),
    };
    const { url } = engines().argocd;
    const platform = createArgoPlatform({ url, token: () => Promise.resolve(token), transport, rules });
    this.#open.push(platform);
    return platform;
  }

  dispose(): void {
    for (const platform of this.#open.splice(0)) platform.dispose();
    this.asked.length = 0;
  }
}

/** A client of the cluster with all rights. */
export function clusterClient(): KubeClient {
  const { url, ca, tokens } = engines().kubernetes;
  return createKubeClient({ url, ca, token: tokens.admin });
}

/** An Application of the project `shop` that nobody syncs by itself. */
export function application(
  name: string,
  labels: Readonly<Record<string, string>>,
  path: string,
  namespace: string,
): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', labels },
    spec: {
      project: 'shop',
      source: { repoURL: engines().git.repository, targetRevision: 'HEAD', path },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: { syncOptions: ['CreateNamespace=true'] },
    },
  };
}
