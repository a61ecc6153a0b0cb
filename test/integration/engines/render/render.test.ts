import assert from 'node:assert/strict';
import { parse, stringify } from 'yaml';
import { convert } from '../../../../src/language/convert/convert.js';
import { compareLive } from '../../../../src/language/convert/live/compareLive.js';
import { differenceLines } from '../../../../src/language/convert/live/differenceLines.js';
import type { RenderedObject } from '../../../../src/language/convert/render/rendered.js';
import { renderService } from '../../../../src/language/convert/render/renderService.js';
import { typicalWorkloads } from '../../../unit/language/convert/typicalWorkloads.js';
import type { KubeClient, KubeObject } from '../kubeClient.js';
import { ownNamespace } from '../kubernetes/support.js';

type Plain = Readonly<Record<string, unknown>>;

/** What becomes of a workload on its way through a Service. */
function rendered(objects: readonly Plain[], namespace: string): readonly RenderedObject[] {
  const sources = objects.map((object, index) => ({
    uri: `file:///w/${index}.yaml`,
    text: stringify(object, { aliasDuplicateObjects: false }),
  }));
  return convert(sources, 'service')
    .files.flatMap(
      ({ text }) => renderService(parse(text) as Plain, { namespace, image: 'registry.test/app:1' }).objects,
    )
    .filter(({ apiVersion }) => !apiVersion.startsWith('external-secrets.io/'));
}

describe('what is rendered, on a real API server', function () {
  this.timeout(120_000);
  const own = ownNamespace('applied');

  for (const [name, objects] of typicalWorkloads()) {
    it(`${name} is taken, with no field that the server does not know, and then differs in nothing`, async () => {
      const { name: namespace, admin } = own();
      const made = rendered(objects, namespace);
      assert.ok(made.length > 0);
      const live = await Promise.all(made.map((object) => applied(admin, object)));
      const found = compareLive(made, live);
      assert.deepEqual(found.flatMap(differenceLines), []);
    });
  }

  it('sees a change that somebody made by hand', async () => {
    const { name: namespace, admin } = own();
    const made = rendered(typicalWorkloads().get('nginx') ?? [], namespace);
    const live = await Promise.all(made.map((object) => applied(admin, object)));
    const deployment = live.find(({ kind }) => kind === 'Deployment');
    const { name } = deployment?.['metadata'] as { readonly name: string };
    const route = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    const changed = (await admin.request(
      'PATCH',
      `${route}?fieldManager=somebody`,
      { spec: { replicas: 7 } },
      'application/merge-patch+json',
    )) as Plain;
    const others = live.filter((each) => each !== deployment);
    const lines = compareLive(made, [...others, changed]).flatMap(differenceLines);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', /replicas/);
  });
});

/** Server-side apply that refuses unknown fields; gives the object as the server has it. */
async function applied(client: KubeClient, made: RenderedObject): Promise<Plain> {
  const object: KubeObject = { ...made, metadata: { ...made.metadata } };
  const query = 'fieldManager=golden-path&force=true&fieldValidation=Strict';
  return (await client.request(
    'PATCH',
    `${await client.routeOf(object)}?${query}`,
    object,
    'application/apply-patch+yaml',
  )) as Plain;
}
