import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { PlatformError, UserError } from '../../../../src/model/errors.js';
import { proxiesIn } from '../../../../src/platform/http/proxies.js';
import { kubeconfigOf } from '../../../../src/platform/kubernetes/kubeconfig.js';
import {
  createKubernetesPlatform,
  type KubernetesPlatform,
} from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { startConnectProxy, type ConnectProxy } from '../../../support/connectProxy.js';
import { areEnginesThere, engines } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { disposeAll, ended, store } from './support.js';

type Plain = Record<string, unknown>;

const outside = 'cluster.example.test:6443';

describe('a real Kubernetes cluster behind a proxy', function () {
  this.timeout(240_000);
  let proxy: ConnectProxy;

  before(async function () {
    if (!areEnginesThere()) return this.skip();
    const { host } = new URL(engines().kubernetes.url);
    proxy = await startConnectProxy({ leads: { [outside]: host }, user: 'ann:secret' });
  });
  after(async () => {
    if (areEnginesThere()) await proxy.stop();
  });
  afterEach(disposeAll);

  /** The kubeconfig of people, with other words about its cluster. */
  function behind(cluster: Plain, env: Readonly<Record<string, string>> = {}): KubernetesPlatform {
    const value = parse(readFileSync(engines().kubernetes.kubeconfig, 'utf8')) as Plain;
    for (const one of value['clusters'] as { cluster: Plain }[]) Object.assign(one.cluster, cluster);
    return ended(
      createKubernetesPlatform({
        kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
        contexts: [{ context: contexts.developer, namespaces: store }],
        proxyFor: proxiesIn(env),
      }),
    );
  }

  it('is reached by proxy-url with the certificate of a person, lists and watches', async () => {
    const platform = behind({ 'proxy-url': proxy.url });
    assert.equal((await platform.getMe()).user.id, 'developer');
    const end = new AbortController();
    await new Promise<void>((resolve, reject) => {
      const read = async (): Promise<void> => {
        for await (const event of platform.watch({ signal: end.signal, opened: resolve })) {
          assert.ok(event.type);
        }
      };
      read().catch(reject);
    });
    end.abort();
    assert.ok((await platform.listServices()).items.length > 0);
    assert.ok(proxy.seen.every((place) => place === new URL(engines().kubernetes.url).host));
  });

  it('is reached by HTTPS_PROXY under a name of its own, its certificate checked for another', async () => {
    const { hostname } = new URL(engines().kubernetes.url);
    const named = { server: `https://${outside}`, 'tls-server-name': hostname };
    const env = { HTTPS_PROXY: proxy.url };
    assert.ok((await behind(named, env).listServices()).items.length > 0);
    await assert.rejects(behind({ server: `https://${outside}` }, env).listServices(), /not trusted/);
    const direct = behind(named, { ...env, NO_PROXY: '.example.test' });
    await assert.rejects(direct.listServices(), (error) => PlatformError.is(error, 'unreachable'));
  });

  it('is refused without the password, and by a proxy that is none', async () => {
    const stranger = new URL(proxy.url);
    stranger.password = 'wrong';
    await assert.rejects(behind({ 'proxy-url': stranger.href }).listServices(), /user and password \(407\)/);
    assert.throws(
      () => behind({ 'proxy-url': 'socks5://127.0.0.1:1080' }),
      (error) => error instanceof UserError && /none of http or https/.test(error.message),
    );
  });
});
