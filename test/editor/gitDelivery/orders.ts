import { relay, serve, type Served } from '../../integration/composed/company.js';
import { GitHost } from '../../integration/gitops/gitHost.js';
import { draft, FakeArgo } from '../../unit/platform/argocd/fakeArgo.js';

const kustomization = (environment: string, version: string): string =>
  [
    `# what runs in ${environment}`,
    'resources:',
    '  - ../../base',
    'images:',
    '  - name: registry.example.com/orders # ours',
    `    newTag: ${version}`,
    'replicas:',
    '  - name: orders',
    '    count: 3',
    '',
  ].join('\n');

export const place = (environment: string): string => `envs/${environment}/kustomization.yaml`;

/**
 * A company that delivers by Git: a real repository on a real git server, which wants a name and a password, and an
 * Argo CD that follows it as far as the test says.
 */
export class Orders {
  readonly host = new GitHost({
    'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    [place('staging')]: kustomization('staging', '1.0.0'),
    [place('production')]: kustomization('production', '1.0.0'),
  });
  readonly argo = new FakeArgo();
  readonly token = 'argo-token';
  readonly login = { user: 'jo', password: 'correct horse' };
  readonly #histories = new Map<string, { readonly id: number; readonly revision: string }[]>();
  argocd!: Served;
  repository = '';

  async start(): Promise<void> {
    this.repository = await this.host.serve();
    this.host.login = this.login;
    this.argo.answers['/settings'] = { appLabelKey: 'argocd.argoproj.io/instance', url: 'http://127.0.0.1/' };
    this.argo.answers['/session/userinfo'] = { loggedIn: true, username: 'jo', groups: [] };
    this.argo.answers['/events'] = { items: [] };
    this.argocd = await serve((request, response) => {
      const isOpen = /\/(?:settings|version)$/.test(request.url.pathname);
      if (!isOpen && request.headers['authorization'] !== `Bearer ${this.token}`) {
        return { status: 401, body: { error: 'no session information', code: 16, message: 'no session' } };
      }
      if (request.url.pathname.endsWith('/version')) return { body: { Version: 'v3.4.0' } };
      void relay(this.argo, request, response);
      return undefined;
    });
    for (const environment of ['staging', 'production']) this.syncs(environment, '1.0.0');
    this.commits('staging', '1.1.0', 'Release orders 1.1.0 to staging');
    this.syncs('staging', '1.1.0');
  }

  /** Others commit what runs there. */
  commits(environment: string, version: string, message: string, more = ''): string {
    return this.host.commit({ [place(environment)]: kustomization(environment, version) + more }, message);
  }

  /** Argo CD has brought what the main branch says. */
  syncs(environment: string, version: string): void {
    const revision = this.host.commitOf('main');
    const history = this.#histories.get(environment) ?? [];
    history.push({ id: history.length, revision });
    this.#histories.set(environment, history);
    const base = Date.parse('2026-01-01T10:00:00Z');
    this.argo.put(
      draft({
        name: `orders-${environment}`,
        labels: { 'app.kubernetes.io/part-of': 'orders', environment },
        images: [`registry.example.com/orders:${version}`],
        automated: {},
        history: history.map(({ id, revision: ran }) => ({
          id,
          revision: ran,
          deployedAt: new Date(base + id * 3_600_000).toISOString(),
          initiatedBy: { automated: true },
        })),
        spec: {
          source: { repoURL: this.repository, path: `envs/${environment}`, targetRevision: 'main' },
        },
        status: {
          sync: { status: 'Synced', revision },
          summary: { images: [`registry.example.com/orders:${version}`] },
          sourceType: 'Kustomize',
        },
      }),
    );
  }

  /** The branches that are no main branch. */
  pushed(): readonly string[] {
    return this.host.branches().filter((branch) => branch !== 'main');
  }

  async stop(): Promise<void> {
    this.argo.dispose();
    await this.argocd.close();
    this.host.dispose();
  }
}
