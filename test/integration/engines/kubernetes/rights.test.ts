import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/model/catalog.js';
import { tlsTransport } from '../../../../src/platform/http/tlsTransport.js';
import type { Transport, TransportRequest } from '../../../../src/platform/http/transport.js';
import type { KubernetesPlatformOptions } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { areEnginesThere } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { disposeAll, ownNamespace, platformOf, store } from './support.js';

describe('rights on a real Kubernetes cluster', function () {
  this.timeout(240_000);

  const own = ownNamespace('rights');
  before(function () {
    if (!areEnginesThere()) this.skip();
  });
  afterEach(disposeAll);

  /** The real transport, counting the questions about rights; `answer` stands in for some of them. */
  function counting(): { asked: string[]; transport: NonNullable<KubernetesPlatformOptions['transport']> } {
    const asked: string[] = [];
    const transport = (tls: Parameters<typeof tlsTransport>[0]): Transport => {
      const real = tlsTransport(tls);
      return {
        send: (request: TransportRequest) => {
          const [, kind] = /authorization\.k8s\.io\/v1\/(\w+)$/.exec(request.url.pathname) ?? [];
          if (kind !== undefined) asked.push(kind);
          return real.send(request);
        },
        dispose: () => real.dispose(),
      };
    };
    return { asked, transport };
  }

  const stateOf = (permissions: readonly Permission[] | undefined, name: string): string | undefined =>
    permissions?.find((one) => one.name === name)?.state;

  it('cost one request for each namespace, however many services are looked at', async () => {
    const { asked, transport } = counting();
    const platform = await platformOf(contexts.developer, store, { transport });
    const { items } = await platform.listServices();
    assert.ok(items.length >= 5);
    const found = await Promise.all(items.map(({ name }) => platform.getService(name)));
    assert.deepEqual(new Set(asked), new Set(['selfsubjectrulesreviews']));
    assert.equal(asked.length, store.length, asked.join());
    const cart = found.find(({ name }) => name === 'cart')?.environments ?? [];
    assert.deepEqual(
      cart.map(({ environment, permissions }) => [
        environment,
        stateOf(permissions, 'deploy'),
        stateOf(permissions, 'logs'),
      ]),
      [
        ['dev', 'Allowed', 'Allowed'],
        ['staging', 'Allowed', 'Allowed'],
        ['prod', 'Denied', 'Allowed'],
      ],
    );
  });

  it('are told for one act at one place', async () => {
    const platform = await platformOf(contexts.developer);
    const ask = (environment: string) => ({
      ...{ action: { name: 'deploy' }, resource: { type: 'service', id: 'cart' } },
      context: { environment },
    });
    const evaluations = ['dev', 'prod', 'nowhere'].map(ask);
    const answer = await platform.access?.evaluate({ evaluations });
    assert.deepEqual(
      answer?.evaluations.map(({ decision, context }) => [decision, context?.['state']]),
      [
        [true, 'Allowed'],
        [false, 'Denied'],
        [true, 'Unknown'],
      ],
    );
  });

  it('in one namespace of four are denied, and the other three go on', async () => {
    const { asked, transport } = counting();
    const platform = await platformOf(contexts.developer, [...store, own().name], { transport });
    const { items } = await platform.listServices();
    assert.ok(items.some(({ name, environments = [] }) => name === 'cart' && environments.length === 3));
    const events = await platform.places?.events('cart', 'dev');
    assert.ok(events);
    const cart = await platform.getService('cart', { fresh: true });
    assert.equal(cart.environments?.length, 3);
    assert.equal(asked.length, 3);
  });
});
