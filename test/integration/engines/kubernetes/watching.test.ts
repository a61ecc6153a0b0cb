import assert from 'node:assert/strict';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { tlsTransport } from '../../../../src/platform/http/tlsTransport.js';
import type { Transport, TransportRequest } from '../../../../src/platform/http/transport.js';
import type {
  KubernetesPlatform,
  KubernetesPlatformOptions,
} from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment } from '../cluster/workloads.js';
import { areEnginesThere, control } from '../fixture.js';
import { contexts } from '../kubeconfig.js';
import { until } from '../processes.js';
import { disposeAll, ownNamespace, platformOf } from './support.js';

describe('a real Kubernetes cluster as a platform, watched', function () {
  this.timeout(240_000);

  const own = ownNamespace('watching');
  afterEach(disposeAll);

  const seen: TransportRequest[] = [];
  let tampered: ((url: URL) => URL) | undefined;
  /** The real transport, with every request remembered and, where a test asks for it, changed. */
  const spying: NonNullable<KubernetesPlatformOptions['transport']> = (tls): Transport => {
    const real = tlsTransport(tls);
    return {
      send: (sent) => {
        seen.push(sent);
        return real.send({ ...sent, url: tampered?.(sent.url) ?? sent.url });
      },
      dispose: () => real.dispose(),
    };
  };
  const lists = (plural: string): number =>
    seen.filter(({ url }) => url.pathname.endsWith(`/${plural}`) && url.searchParams.get('limit') === '500')
      .length;
  const scale = (name: string, replicas: number): Promise<unknown> =>
    own().admin.request(
      'PATCH',
      `/apis/apps/v1/namespaces/${own().name}/deployments/${name}`,
      { spec: { replicas } },
      'application/merge-patch+json',
    );

  async function watching(): Promise<{
    platform: KubernetesPlatform;
    events: WatchEvent[];
    end: () => void;
    over: Promise<unknown>;
  }> {
    seen.length = 0;
    const platform = await platformOf(contexts.admin, [own().name], {
      transport: spying,
      policy: { backoffBaseMs: 50 },
    });
    const controller = new AbortController();
    const events: WatchEvent[] = [];
    let isOpen = false;
    const read = async (): Promise<void> => {
      for await (const event of platform.watch({
        signal: controller.signal,
        opened: () => (isOpen = true),
      })) {
        events.push(event);
      }
    };
    const over = read().catch((error: unknown) => error);
    await until('the watch is open', () => Promise.resolve(isOpen || undefined));
    return { platform, events, end: () => controller.abort(), over };
  }
  const heard = (events: readonly WatchEvent[], subject: string): Promise<unknown> =>
    until(`${subject} is heard of`, () =>
      Promise.resolve(events.some((event) => event.subject === subject) || undefined),
    );

  before(async () => {
    if (areEnginesThere()) await own().admin.apply([deployment(own().name, 'watched', { replicas: 1 })]);
  });
  afterEach(() => (tampered = undefined));

  it('hears of a change after one list', async () => {
    const { platform, events, end, over } = await watching();
    await scale('watched', 2);
    await heard(events, 'watched');
    await until('the picture has it', async () => {
      const [service] = (await platform.listServices({ names: ['watched'] }, { fresh: true })).items;
      return service?.environments?.[0]?.replicas?.desired === 2 || undefined;
    });
    assert.equal(lists('deployments'), 1);
    end();
    await over;
  });

  it('lists anew where the server has forgotten the point (410)', async () => {
    // What a server that has just started remembers begins with its start.
    await control('kube-apiserver', 'restart');
    let isOld = true;
    tampered = (url) => {
      if (!isOld || !url.pathname.endsWith('/deployments') || !url.searchParams.has('watch')) return url;
      isOld = false;
      const next = new URL(url);
      next.searchParams.set('resourceVersion', '1');
      return next;
    };
    const { events, end, over } = await watching();
    await until('the list is read again', () => Promise.resolve(lists('deployments') > 1 || undefined));
    await scale('watched', 1);
    await heard(events, 'watched');
    end();
    await over;
  });

  it('goes on after the server was away', async () => {
    const { events, end, over } = await watching();
    await control('kube-apiserver', 'crash');
    await control('kube-apiserver', 'start');
    await scale('watched', 3);
    await heard(events, 'watched');
    end();
    await over;
  });
});
