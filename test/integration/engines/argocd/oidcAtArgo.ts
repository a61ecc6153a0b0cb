import { argocdClient, OidcServer } from '../../auth/oidcServer.js';
import { control } from '../fixture.js';
import type { KubeClient } from '../kubeClient.js';
import { clusterClient, Connecting } from './connecting.js';
import { until } from './questions.js';

const maps = '/api/v1/namespaces/argocd/configmaps';

/** The fixture's Argo CD with a real OpenID Connect server, where `alice` is a developer and others have no right. */
export class OidcAtArgo {
  readonly server: OidcServer;
  readonly #cluster: KubeClient;
  readonly #policy: string;

  private constructor(server: OidcServer, cluster: KubeClient, policy: string) {
    this.server = server;
    this.#cluster = cluster;
    this.#policy = policy;
  }

  static async start(): Promise<OidcAtArgo> {
    const server = await OidcServer.start();
    const cluster = clusterClient();
    const map = (await cluster.request('GET', `${maps}/argocd-rbac-cm`)) as { data: Record<string, string> };
    const policy = map.data['policy.csv'] ?? '';
    const started = new OidcAtArgo(server, cluster, policy);
    await started.#set('argocd-rbac-cm', 'policy.csv', `${policy}\ng, alice, role:developer\n`);
    const config = {
      name: 'Acme',
      issuer: server.issuer,
      clientID: argocdClient,
      cliClientID: argocdClient,
    };
    await started.#set('argocd-cm', 'oidc.config', JSON.stringify(config));
    await started.#restarted(server.issuer, 'the sign-in server');
    return started;
  }

  /** Argo CD is as it was before. */
  async stop(): Promise<void> {
    await this.#set('argocd-cm', 'oidc.config', null);
    await this.#set('argocd-rbac-cm', 'policy.csv', this.#policy);
    await this.#restarted(undefined, 'Argo CD without a sign-in server');
    this.#cluster.close();
    await this.server.stop();
  }

  /** Writes a key of a ConfigMap; `null` takes it out. */
  #set(map: string, key: string, value: string | null): Promise<unknown> {
    const body = { data: { [key]: value } };
    return this.#cluster.request('PATCH', `${maps}/${map}`, body, 'application/merge-patch+json');
  }

  /** Told of another server while it runs, it goes on with the one before. */
  async #restarted(issuer: string | undefined, what: string): Promise<void> {
    await control('argocd-server', 'restart');
    const connecting = new Connecting();
    const announced = async (): Promise<boolean> => {
      const info = await connecting
        .connect()
        .getInfo({ fresh: true })
        .catch(() => undefined);
      return info !== undefined && info.auth?.issuer === issuer;
    };
    await until(announced, what, 60_000);
    connecting.dispose();
  }
}
