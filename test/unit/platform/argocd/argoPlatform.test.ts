import assert from 'node:assert/strict';
import { ArgoBed, refused } from './argoBed.js';
import { commit, refusal } from './fakeArgo.js';

describe('Argo CD behind the port', () => {
  let bed: ArgoBed;
  afterEach(() => bed.dispose());

  describe('what the caller may do', () => {
    const places = async (): Promise<Record<string, string>> => {
      const place = await bed.platform.places.get('web', 'dev');
      return Object.fromEntries((place.permissions ?? []).map(({ name, state }) => [name, state]));
    };

    it('is Denied where Argo CD says no, and Unknown where it does not answer', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      bed.argo.handler = ({ url }) => {
        if (url.pathname.includes('/can-i/applications/rollback')) return refusal(400, 3, 'unknown action');
        if (url.pathname.includes('/can-i/applications/sync')) return { body: { value: 'no' } };
        if (url.pathname.includes('/can-i/applications/action')) return { body: { value: 'no' } };
        if (url.pathname.includes('/can-i/logs')) return { status: 500, body: {} };
        return undefined;
      };
      assert.deepEqual(await places(), {
        deploy: 'Denied',
        rollback: 'Denied',
        restart: 'Unknown',
        logs: 'Unknown',
      });
      const { evaluations } = await bed.platform.access.evaluate({
        evaluations: [
          {
            action: { name: 'deploy' },
            resource: { type: 'service', id: 'web' },
            context: { environment: 'dev' },
          },
        ],
      });
      assert.equal(evaluations[0]?.decision, false);
    });

    it('is told by a refusal that names the right', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      bed.argo.handler = ({ method }) =>
        method === 'POST'
          ? refusal(403, 7, 'permission denied: applications, sync, default/web-dev, sub: ada')
          : undefined;
      const error = await refused(bed.deploy());
      assert.equal(error.code, 'forbidden');
      assert.match(error.message, /applications, sync, default\/web-dev/);
    });
  });

  it('knows what Git has of a service', async () => {
    const values = { helm: { valueFiles: ['$cfg/envs/dev.yaml', '../common.yaml', 'https://x/y.yaml'] } };
    bed = new ArgoBed(
      {
        name: 'web-dev',
        spec: {
          source: undefined,
          sources: [
            { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.2.3', ...values },
            { repoURL: 'https://git.example.com/cfg.git', targetRevision: 'main', ref: 'cfg' },
          ],
        },
      },
      { name: 'api-dev', status: { sourceType: 'Kustomize' } },
    );
    assert.deepEqual(await bed.platform.sources.of('web', 'dev'), {
      repository: 'https://git.example.com/cfg.git',
      branch: 'main',
      path: '',
      format: 'Helm',
      valueFiles: ['envs/dev.yaml'],
      images: ['registry.example.com/web-dev:1.0.0'],
      commit: commit('a'),
      history: [{ deployment: 'argocd.web-dev.0', commit: commit('b') }],
    });
    const api = await bed.platform.sources.of('api', 'dev');
    assert.deepEqual([api?.format, api?.path, api?.branch], ['Kustomize', 'apps/api-dev', 'main']);
  });

  it('reads the log of every instance, and of one container where there are several', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const line = (content: string, at: string, last = false): string =>
      `data: ${JSON.stringify({ result: { content, timeStampStr: at, podName: last ? '' : 'web-1', last } })} \n\n\n`;
    const asked: string[] = [];
    const send = bed.argo.send.bind(bed.argo);
    bed.argo.send = (request) => {
      if (!request.url.pathname.endsWith('/logs')) return send(request);
      asked.push(request.url.searchParams.get('container') ?? '');
      const text =
        asked.length === 1
          ? line(
              'a container name must be specified for pod web-1, choose one of: [proxy web]',
              '2026-01-01T00:00:00Z',
            ) + line('', '2026-01-01T00:00:01Z', true)
          : line('one', '2026-01-01T00:00:01.5Z') +
            line('two', '2026-01-01T00:00:02Z') +
            line('', '2026-01-01T00:00:03Z', true);
      return Promise.resolve({
        status: 200,
        header: () => 'text/event-stream',
        body: (async function* () {
          await Promise.resolve();
          yield new TextEncoder().encode(text);
        })(),
      });
    };
    const lines = [];
    for await (const { message, instance, container } of bed.platform.logs('web', 'dev', { tail: 5 })) {
      lines.push([message, instance, container]);
    }
    assert.deepEqual(lines, [
      ['one', 'web-1', 'web'],
      ['two', 'web-1', 'web'],
    ]);
    assert.deepEqual(asked, ['', 'web']);
  });

  it('says what it is and how one signs in', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const settings = { appLabelKey: 'x', url: 'https://argo.example.com' };
    bed.argo.answers['/version'] = { Version: 'v3.4.5' };
    bed.argo.answers['/settings'] = {
      ...settings,
      oidcConfig: { issuer: 'https://id.example.com', clientID: 'web', cliClientID: 'cli' },
    };
    const info = await bed.platform.getInfo();
    assert.deepEqual([info.serverVersion, info.auth?.type, info.auth?.clientId], ['v3.4.5', 'oidc', 'cli']);
    // As `argocd login --sso` does: the address that companies have registered, and a session that lasts.
    assert.deepEqual(
      [info.auth?.redirect, info.auth?.bearer, info.auth?.scopes],
      [
        'http://localhost:8085/auth/callback',
        'id_token',
        ['openid', 'profile', 'email', 'groups', 'offline_access'],
      ],
    );
    assert.equal(info.capabilities['templates'], undefined);
    bed.argo.answers['/settings'] = { ...settings, dexConfig: { connectors: [{ name: 'x', type: 'oidc' }] } };
    const { auth: dex } = await bed.platform.getInfo({ fresh: true });
    assert.deepEqual(
      [dex?.issuer, dex?.clientId, dex?.scopes?.includes('federated:id')],
      ['https://argo.example.com/api/dex', 'argo-cd-cli', true],
    );
    bed.argo.answers['/settings'] = settings;
    const { auth } = await bed.platform.getInfo({ fresh: true });
    assert.deepEqual(
      [auth?.type, auth?.tokenHelpUrl],
      ['token', 'https://argo.example.com/settings/accounts'],
    );
    bed.argo.answers['/userinfo'] = { loggedIn: true, username: 'ada', groups: ['team'] };
    assert.deepEqual(await bed.platform.getMe(), {
      user: { id: 'ada', displayName: 'ada', type: 'user' },
      groups: ['team'],
    });
    bed.argo.answers['/userinfo'] = {};
    assert.equal((await refused(bed.platform.getMe({ fresh: true }))).code, 'unauthenticated');
  });
});
