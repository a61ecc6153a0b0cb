import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { compareLive } from '../../../../src/language/convert/live/compareLive.js';
import { differenceLines } from '../../../../src/language/convert/live/differenceLines.js';
import type { RenderedObject } from '../../../../src/language/convert/render/rendered.js';
import { renderService } from '../../../../src/language/convert/render/renderService.js';
import type { KubeObject } from '../kubeClient.js';
import { ownNamespace } from './support.js';

type Plain = Readonly<Record<string, unknown>>;

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const checkout = parse(
  readFileSync(path.join(root, 'test/fixtures/render/checkout.platform.yaml'), 'utf8'),
) as { metadata: Plain; spec: Plain };
/** Of kinds that this cluster was not taught. */
const foreign = /^(?:external-secrets\.io|gateway\.networking\.k8s\.io)\//;

function service(name: string, more: Plain, annotations: Plain = {}): Plain {
  const spec = { ...checkout.spec, scaling: undefined, ...more };
  return { ...checkout, metadata: { ...checkout.metadata, name, annotations }, spec };
}

const schedule = { cron: '15 4 * * *', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Replace' };
const services: Readonly<Record<string, Plain>> = {
  'a service with autoscaler, budget, claims, probes, files and secrets': checkout,
  'a stateful one': service(
    'checkout-stateful',
    { scaling: { minReplicas: 2 } },
    { 'k8s.score.dev/kind': 'StatefulSet' },
  ),
  'one that is recreated': service('checkout-recreate', { delivery: { strategy: 'Recreate' } }),
  'a job': service('checkout-job', { type: 'job', health: undefined }),
  'a job by the clock': service('checkout-cron', { type: 'cronjob', schedule, health: undefined }),
  'a worker': service('checkout-worker', { type: 'worker' }),
};

describe('every field that is rendered, on a real Kubernetes cluster', function () {
  this.timeout(120_000);
  const own = ownNamespace('rendered');

  for (const [what, manifest] of Object.entries(services)) {
    for (const environment of [undefined, 'production']) {
      it(`${what}${environment === undefined ? '' : `, in ${environment}`}`, async () => {
        const options = {
          namespace: own().name,
          image: 'registry.example.test/checkout:1.4.2',
          ...(environment !== undefined && { environment }),
        };
        const objects = renderService(manifest, options).objects.filter(
          ({ apiVersion }) => !foreign.test(apiVersion),
        );
        assert.ok(objects.length > 2);
        const live: Plain[] = [];
        for (const object of objects) live.push(await applied(object));
        assert.deepEqual(compareLive(objects, live).flatMap(differenceLines), []);
        // A Job never changes, and its name is taken by the next one.
        const jobs = objects.filter(({ kind }) => kind === 'Job');
        for (const job of jobs) {
          const route = await own().admin.routeOf(job as KubeObject);
          await own().admin.request('DELETE', `${route}?propagationPolicy=Background`);
        }
      });
    }
  }

  async function applied(object: RenderedObject): Promise<Plain> {
    const query = 'fieldManager=golden-path&force=true&fieldValidation=Strict';
    const route = await own().admin.routeOf(object as KubeObject);
    return (await own().admin.request(
      'PATCH',
      `${route}?${query}`,
      object,
      'application/apply-patch+yaml',
    )) as Plain;
  }
});
