import assert from 'node:assert/strict';
import { createArgocdApi } from './argocd/api.js';
import { removeMany, seedMany, untilTold } from './argocd/many.js';
import { areEnginesThere, control, engines } from './fixture.js';
import { createKubeClient } from './kubeClient.js';
import { until } from './processes.js';

const api = () => {
  const { url, tokens } = engines().argocd;
  return createArgocdApi(url, tokens.developer);
};

async function listed(): Promise<string[]> {
  const list = await api().request('GET', '/api/v1/applications');
  const { items } = list as { items: readonly { metadata: { name: string } }[] | null };
  return (items ?? []).map(({ metadata }) => metadata.name);
}

/** After the others: what a server is asked while it comes back is nobody else's matter. */
describe('the real servers', function () {
  this.timeout(180_000);

  before(function () {
    if (!areEnginesThere()) this.skip();
  });

  describe('taken away', () => {
    for (const server of ['argocd-server', 'argocd-repo-server', 'kube-apiserver', 'prometheus']) {
      it(`come back where they were: ${server}`, async () => {
        await control(server, 'crash');
        await control(server, 'start');
        await until('all answer', async () => (await listed()).includes('checkout-dev') || undefined);
        const { url } = engines().prometheus;
        assert.ok((await fetch(`${url}/-/ready`)).ok);
      });
    }
  });

  describe('with 2,000 Applications', () => {
    it('list all of them', async () => {
      const { git, kubernetes } = engines();
      const { url, ca, tokens } = kubernetes;
      const client = createKubeClient({ url, ca, token: tokens.admin });
      try {
        await seedMany(client, 2000, git.repository);
        await untilTold(api(), 2000);
      } finally {
        await removeMany(client);
        await untilTold(api(), 0);
        client.close();
      }
    });
  });
});
