import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { PlatformError } from '../../../../src/model/errors.js';
import { kubeconfigOf } from '../../../../src/platform/kubernetes/kubeconfig.js';
import { createKubernetesPlatform } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { areEnginesThere, engines } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { disposeAll, ended, platformOf, store } from './support.js';

describe('a real Kubernetes cluster as a platform, refusing', function () {
  this.timeout(240_000);

  before(function () {
    if (!areEnginesThere()) this.skip();
  });
  afterEach(disposeAll);

  it('who may see nothing is told so', async () => {
    const platform = await platformOf(contexts.denied);
    await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'forbidden'));
  });

  it('who shows a certificate or token that ended is not signed in', async () => {
    const platform = await platformOf(contexts.expired);
    await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
    const { url, ca, tokens } = engines().kubernetes;
    const value = {
      clusters: [
        {
          name: 'c',
          cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
        },
      ],
      users: [{ name: 'u', user: { token: tokens.expired } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    };
    const other = createKubernetesPlatform({
      kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
      contexts: [{ context: 'x' }],
    });
    ended(other);
    await assert.rejects(other.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
  });

  it('a server that nobody runs is not reached, and one of an unknown authority not trusted', async () => {
    const platform = await platformOf(contexts.unreachable);
    await assert.rejects(platform.listServices(), (error) => PlatformError.is(error, 'unreachable'));
    const { url, tokens } = engines().kubernetes;
    const value = {
      clusters: [{ name: 'c', cluster: { server: url } }],
      users: [{ name: 'u', user: { token: tokens.reader } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    };
    const other = createKubernetesPlatform({
      kubeconfig: kubeconfigOf([{ value, folder: '/' }]),
      contexts: [{ context: 'x' }],
    });
    ended(other);
    await assert.rejects(other.listServices(), /certificate of .* is not trusted/);
  });

  it('a credential plugin is run only after consent', async () => {
    const { execRan } = engines().kubernetes;
    const runs = (): number =>
      existsSync(execRan) ? readFileSync(execRan, 'utf8').trim().split('\n').length : 0;
    const before = runs();
    const refusing = await platformOf(contexts.exec);
    await assert.rejects(refusing.listServices(), (error) => PlatformError.is(error, 'unauthenticated'));
    assert.equal(runs(), before);
    const platform = await platformOf(contexts.exec, store, { execConsent: () => Promise.resolve(true) });
    assert.ok((await platform.listServices()).items.length > 0);
    assert.equal(runs(), before + 1);
  });
});
