import assert from 'node:assert/strict';
import { header } from '../support.js';
import { Workspace } from './workspace.js';

const checkout = `${header}kind: Service
metadata: { name: checkout }
spec:
  type: service
  workload: { scoreFile: score.yaml }
  dependsOn: [component:default/basket]
  environments:
    production:
      overrides:
        containers: { main: { image: x } }
        resources: { db: { class: large } }
  delivery: { pipeline: default }
`;
const score = `apiVersion: score.dev/v1b1
metadata: { name: checkout }
containers:
  main:
    image: .
    variables: { URL: "http://\${resources.db.host}" }
    readinessProbe: { httpGet: { path: /, port: 8080 } }
service: { ports: { web: { port: 80, targetPort: 8080 } } }
resources:
  db: { type: postgres }
`;
const platform = `${header}kind: Environment
metadata: { name: production }
spec: { type: production }
---
${header}kind: DeliveryPipeline
metadata: { name: default }
spec:
  stages:
    - environment: production
      gates: { scorecard: { name: ready, minLevel: Gold } }
---
${header}kind: Scorecard
metadata: { name: ready }
spec: { levels: [Gold], checks: [] }
---
${header}kind: ResourceType
metadata: { name: postgres }
spec: { type: postgres }
`;
const basket = `${header}kind: Service
metadata: { name: basket }
spec: { type: worker, workload: { containers: { main: { image: . } } } }
`;

/** All files, with the cursor before an occurrence of a text in one of them. */
function at(file: string, text: string): Workspace {
  const files: Record<string, string> = {
    'a/platform.yaml': checkout,
    'a/score.yaml': score,
    'p.platform.yaml': platform,
    'b/platform.yaml': basket,
  };
  const whole = files[file] ?? '';
  const index = whole.indexOf(text);
  assert.ok(index >= 0, `${text} is not in ${file}`);
  return new Workspace({ ...files, [file]: `${whole.slice(0, index)}¦${whole.slice(index)}` });
}

describe('navigation', () => {
  it('goes to what a name means, in whatever file', async () => {
    const definition = async (file: string, text: string): Promise<string[]> => at(file, text).definitions();
    assert.deepEqual(await definition('a/platform.yaml', 'production:'), ['p.platform.yaml:3 production']);
    assert.deepEqual(await definition('a/platform.yaml', 'default }'), ['p.platform.yaml:8 default']);
    assert.deepEqual(await definition('a/platform.yaml', 'basket'), ['b/platform.yaml:3 basket']);
    assert.deepEqual(await definition('a/platform.yaml', 'main:'), ['a/score.yaml:4 main']);
    assert.deepEqual(await definition('a/platform.yaml', 'db:'), ['a/score.yaml:10 db']);
    assert.deepEqual(await definition('a/score.yaml', 'db.host'), ['a/score.yaml:10 db']);
    assert.deepEqual(await definition('a/score.yaml', '8080 } }\nservice'), ['a/score.yaml:8 web']);
    assert.deepEqual(await definition('a/score.yaml', 'postgres'), [
      'p.platform.yaml:21 postgres',
      'p.platform.yaml:22 postgres',
    ]);
    assert.deepEqual(await definition('p.platform.yaml', 'ready, minLevel'), ['p.platform.yaml:16 ready']);
    assert.deepEqual(await definition('a/platform.yaml', 'score.yaml'), ['a/score.yaml:1']);
    assert.deepEqual(await definition('a/platform.yaml', 'type: service'), []);
  });

  it('finds every place that means the same, with and without the definitions', () => {
    const places = at('p.platform.yaml', 'production }');
    assert.deepEqual(places.references(), [
      'a/platform.yaml:9 production',
      'p.platform.yaml:3 production',
      'p.platform.yaml:11 production',
    ]);
    assert.deepEqual(places.references(false), [
      'a/platform.yaml:9 production',
      'p.platform.yaml:11 production',
    ]);
    assert.deepEqual(at('b/platform.yaml', 'main').references(), ['b/platform.yaml:4 main']);
    assert.deepEqual(at('a/score.yaml', 'db: { type').references(false), [
      'a/platform.yaml:12 db',
      'a/score.yaml:6 db',
    ]);
  });

  it('marks the places of the file as written and read', () => {
    assert.deepEqual(at('a/score.yaml', 'db.host').highlights(), [
      'write a/score.yaml:10 db',
      'read a/score.yaml:6 db',
    ]);
  });

  it('knows the file itself where the workspace does not hold it', async () => {
    const { service, document, position } = at('a/score.yaml', 'db.host');
    assert.equal((await service.definition(document, position, [])).length, 1);
  });

  it('goes from an alias to its anchor, the last one above it', async () => {
    const text = `${header}kind: FreezeWindow
metadata: { name: week-end, labels: { a: &x one, b: *x, c: &x two, d: "*x" } }
spec: { kind: Deny, environments: [*¦x] }
# &x
`;
    const places = new Workspace({ 'a.platform.yaml': text });
    assert.deepEqual(await places.definitions(), ['a.platform.yaml:3 x']);
    assert.deepEqual(places.references(), ['a.platform.yaml:3 x', 'a.platform.yaml:4 x']);
    assert.deepEqual(await places.renamed('y'), {
      'a.platform.yaml': text.replace('¦', '').replace('&x two', '&y two').replace('[*x]', '[*y]'),
    });
    assert.equal(places.service.linkedRanges(places.document, places.position).length, 2);
    assert.match(await places.refusal('a b'), /no spaces/);
  });

  it('links the files that a manifest names', () => {
    const text = `# yaml-language-server: $schema=../s.json
${header}kind: Service
metadata: { name: basket }
spec:
  workload: { containers: { main: { image: ., files: { /a: { source: "conf/a b.txt" }, /b: { source: /etc/x } } } } }
  slos: [{ name: one, targetPercent: 9, indicator: { openslo: { file: slo.yaml } } }]
`;
    const places = new Workspace({ 'x/a.platform.yaml': text });
    const links = places.service.links(places.document);
    assert.deepEqual(
      links.map(({ range, target }) => `${places.document.getText(range)} → ${String(target)}`),
      [
        '../s.json → file:///w/s.json',
        'conf/a b.txt → file:///w/x/conf/a%20b.txt',
        'slo.yaml → file:///w/x/slo.yaml',
      ],
    );
  });

  it('finds what is defined by some of its letters, whole names first', () => {
    const { service, known } = at('a/score.yaml', 'db');
    const found = (query: string): string[] =>
      service
        .workspaceSymbols(query, known)
        .map(({ name, containerName }) => `${name} ${containerName ?? ''}`);
    assert.deepEqual(found('ckt'), ['checkout Service', 'checkout Score workload']);
    assert.deepEqual(found('DB'), ['db checkout']);
    assert.deepEqual(found('nothing'), []);
    assert.ok(found('').length > 8);
  });
});
