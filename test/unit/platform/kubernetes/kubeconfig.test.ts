import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../../../src/model/errors.js';
import { credentialsOf } from '../../../../src/platform/kubernetes/credentials.js';
import {
  kubeconfigOf,
  readKubeconfig,
  type KubeContext,
} from '../../../../src/platform/kubernetes/kubeconfig.js';

const contextOf = (cluster: object, user: object = {}, folder = '/'): KubeContext => ({
  name: 'work',
  clusterName: 'main',
  cluster: { value: { server: 'https://cluster.test', ...cluster }, folder },
  user: { value: { ...user }, folder },
});
const now = (): number => 0;

describe('a kubeconfig', () => {
  let folder = '';
  before(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-kube-'))));
  after(() => rm(folder, { recursive: true }));

  it('of several files is read as one, the first of a name counting, and stays as it is', async () => {
    const one = path.join(folder, 'one');
    const other = path.join(folder, 'sub', 'other');
    await mkdir(path.dirname(other));
    const first =
      'clusters: [{name: a, cluster: {server: "https://a.test"}}]\ncontexts: [{name: x, context: {cluster: a, user: u}}]\n';
    await writeFile(one, first);
    await writeFile(
      other,
      'current-context: y\nclusters: [{name: a, cluster: {server: "https://other.test"}}]\n' +
        'contexts: [{name: y, context: {cluster: a, user: u, namespace: shop}}]\nusers: [{name: u, user: {tokenFile: ./token}}]\n',
    );
    await writeFile(path.join(folder, 'sub', 'token'), 'first\n');
    const env = { KUBECONFIG: [one, path.join(folder, 'missing'), other].join(path.delimiter) };
    const config = await readKubeconfig({ env, home: folder });
    assert.deepEqual(config.contexts, ['x', 'y']);
    assert.equal(config.current, 'y');
    const context = config.context('y');
    assert.equal(context.namespace, 'shop');
    const { url, token } = credentialsOf(context, { now });
    assert.equal(url, 'https://a.test');
    assert.equal(await token(), 'first');
    await writeFile(path.join(folder, 'sub', 'token'), 'second\n');
    assert.equal(await token('first'), 'second');
    assert.equal(await readFile(one, 'utf8'), first);
  });

  it('is that of the home folder where the environment names none, and may be missing', async () => {
    assert.deepEqual((await readKubeconfig({ env: {}, home: folder })).contexts, []);
    await mkdir(path.join(folder, '.kube'));
    await writeFile(path.join(folder, '.kube', 'config'), 'contexts: [{name: here, context: {cluster: c}}]');
    const config = await readKubeconfig({ env: {}, home: folder });
    assert.deepEqual(config.contexts, ['here']);
    assert.throws(() => config.context('here'), { code: 'kubernetes.context' });
    assert.throws(() => config.context('there'), /no usable context "there". It has: here\./);
  });

  it('that is broken is told by its name, without what stands in it', async () => {
    const file = path.join(folder, 'broken');
    for (const text of ['users:\n - {name: a, user: {token: s3cr3t}\n', 'just text', '[1, 2]']) {
      await writeFile(file, text);
      await assert.rejects(readKubeconfig({ env: { KUBECONFIG: file }, home: folder }), (error: unknown) => {
        assert.ok(error instanceof UserError && error.code === 'kubernetes.kubeconfig');
        assert.doesNotMatch(`${error.message} ${error.stack ?? ''}`, /s3cr3t/);
        return true;
      });
    }
  });

  it('gives certificates from data before files', async () => {
    await writeFile(path.join(folder, 'key.pem'), 'the key');
    const data = Buffer.from('the certificate').toString('base64');
    const context = contextOf(
      {
        'certificate-authority-data': Buffer.from('the authority').toString('base64'),
        'tls-server-name': 'real.test',
      },
      { 'client-certificate-data': data, 'client-certificate': 'missing.pem', 'client-key': 'key.pem' },
      folder,
    );
    const { tls, token } = credentialsOf(context, { now });
    assert.deepEqual(await tls(), {
      isInsecure: false,
      ca: 'the authority',
      cert: 'the certificate',
      key: 'the key',
      serverName: 'real.test',
    });
    assert.equal(await token(), undefined);
  });

  it('whose certificate is not there says which', async () => {
    const { tls } = credentialsOf(contextOf({ 'certificate-authority': 'gone.pem' }), { now });
    await assert.rejects(tls(), /gone\.pem, which the kubeconfig names, cannot be read/);
  });

  for (const [what, cluster, user] of [
    ['a server that is not checked', { 'insecure-skip-tls-verify': true }, {}],
    ['a proxy that speaks no HTTP', { 'proxy-url': 'socks5://proxy.test' }, {}],
    ['an auth-provider', {}, { 'auth-provider': { name: 'gcp' } }],
    ['a password', {}, { username: 'ada', password: 's3cr3t' }],
    ['an impersonation', {}, { as: 'root' }],
  ] as const) {
    it(`with ${what} is refused rather than used without it`, () => {
      assert.throws(
        () => credentialsOf(contextOf(cluster, user), { now }),
        (error: unknown) =>
          error instanceof UserError &&
          error.code === 'kubernetes.unsupported' &&
          !error.message.includes('s3cr3t'),
      );
    });
  }

  it('names the proxy by which its server is reached', () => {
    const { proxy } = credentialsOf(contextOf({ 'proxy-url': 'http://proxy.test:3128' }), { now });
    assert.equal(proxy?.host, 'proxy.test:3128');
    assert.equal(credentialsOf(contextOf({}), { now }).proxy, undefined);
  });

  it('may leave a server unchecked on this machine, and where that is allowed', async () => {
    const insecure = { 'insecure-skip-tls-verify': true };
    const near = credentialsOf(contextOf({ ...insecure, server: 'https://127.0.0.1:6443' }), { now });
    assert.equal((await near.tls()).isInsecure, true);
    assert.doesNotThrow(() => credentialsOf(contextOf(insecure), { now, allowInsecure: true }));
  });

  it('never sends a token in the clear over a network', () => {
    assert.throws(() => credentialsOf(contextOf({ server: 'http://cluster.test' }), { now }), UserError);
  });

  it('with nothing in it has no contexts', () => {
    assert.deepEqual(kubeconfigOf([{ value: { contexts: null, users: 'x' }, folder: '/' }]).contexts, []);
  });
});
