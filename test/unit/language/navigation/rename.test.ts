import assert from 'node:assert/strict';
import { header } from '../support.js';
import { Workspace } from './workspace.js';

const environment = `${header}kind: Environment
metadata:
  name: "¦staging" # the last stop
spec: { type: staging }
`;
const pipeline = `${header}kind: DeliveryPipeline
metadata: { name: default }
spec:
  stages:
    - environment:   staging   # spaces stay
    - environment: production
      promotesFrom: ['staging']
`;

describe('rename', () => {
  it('renames in every file, and leaves comments, quotes and spaces as they are', async () => {
    const places = new Workspace({ 'e.platform.yaml': environment, 'p.platform.yaml': pipeline });
    assert.deepEqual(await places.renamed('pre-prod'), {
      'e.platform.yaml': environment.replace('¦', '').replace('"staging"', '"pre-prod"'),
      'p.platform.yaml': pipeline.replace('  staging ', '  pre-prod ').replace("'staging'", "'pre-prod'"),
    });
  });

  it('renames keys, values, placeholders and overrides of a workload that two files share', async () => {
    const service = `${header}kind: Service
metadata: { name: shop }
spec:
  workload: { scoreFile: score.yaml }
  environments: { prod: { overrides: { resources: { d¦b: { class: large } } } } }
`;
    const score = `apiVersion: score.dev/v1b1
metadata: { name: shop }
containers:
  main:
    image: .
    variables: { A: "\${resources.db.host}:$\${resources.db.x}", B: '\${resources.db.port}' }
resources: { db: { type: postgres }, dbs: { type: s3 } }
`;
    const places = new Workspace({ 'platform.yaml': service, 'score.yaml': score });
    assert.deepEqual(await places.renamed('1e3'), {
      'platform.yaml': service.replace('d¦b:', '"1e3":'),
      'score.yaml': score
        .replace('"${resources.db.host}', '"${resources.1e3.host}')
        .replace("B: '${resources.db.", "B: '${resources.1e3.")
        .replace('{ db:', '{ "1e3":'),
    });
  });

  it('renames a service with what the catalogue and other services call it', async () => {
    const service = `${header}kind: Service\nmetadata: { name: shop }\nspec: { workload: { containers: { main: { image: ., variables: { N: "\${metadata.name}" } } } } }\n`;
    const other = `${header}kind: Service\nmetadata: { name: cart }\nspec: { dependsOn: [component:default/s¦hop, shop, shops] }\n`;
    const places = new Workspace({ 'a.platform.yaml': service, 'b.platform.yaml': other });
    assert.deepEqual(await places.renamed('store'), {
      'a.platform.yaml': service.replace('name: shop', 'name: store'),
      'b.platform.yaml': other.replace('/s¦hop, shop,', '/store, store,'),
    });
  });

  it('says why a name cannot be changed', async () => {
    const refusal = (files: Record<string, string>, name = 'other'): Promise<string> =>
      new Workspace(files).refusal(name);
    const both = { 'e.platform.yaml': environment, 'p.platform.yaml': pipeline };
    assert.match(await refusal(both, 'No Name'), /lower-case letters/);
    assert.match(
      await refusal(
        { ...both, 'x.platform.yaml': environment.replace('¦', '').replace('"staging"', 'taken') },
        'taken',
      ),
      /“taken” already, in x\.platform\.yaml/,
    );
    assert.match(
      await refusal({ 'p.platform.yaml': pipeline.replace('  staging', '  st¦aging') }),
      /No manifest in this workspace defines “staging”/,
    );
    assert.match(
      await refusal({ ...both, 'p.platform.yaml': `${pipeline}  x: "open\n` }),
      /p\.platform\.yaml has a syntax error/,
    );
    assert.match(await refusal({ 'e.platform.yaml': `${environment}x: [\n` }), /syntax error/);
    const aliased = `${header}kind: FreezeWindow
metadata: { name: week, labels: { env: &s staging } }
spec: { kind: Deny, environments: [*s] }
`;
    assert.match(
      await refusal({ 'e.platform.yaml': environment, 'f.platform.yaml': aliased }),
      /alias in f\.platform\.yaml/,
    );
    const escaped = pipeline.replace("'staging'", '"stagin\\u0067"');
    assert.match(
      await refusal({ 'e.platform.yaml': environment, 'p.platform.yaml': escaped }),
      /Change it by hand/,
    );
    const score = `apiVersion: score.dev/v1b1\nmetadata: { name: shop }\ncontainers: { main: { image: ., variables: { N: "\${meta¦data.name}" }, livenessProbe: { httpGet: { path: /, port: 80 } } } }\nservice: { ports: { web: { port: 80 } } }\n`;
    assert.match(await refusal({ 'score.yaml': score }), /stands for the name “shop”/);
    assert.match(
      await refusal({
        'score.yaml': score.replace('¦', '').replace('port: 80 } } } }', 'port: ¦80 } } } }'),
      }),
      /number of the port “web”/,
    );
  });

  it('follows an anchor that is itself one of the places', async () => {
    const text = pipeline.replace('  staging ', ' &s staging ').replace("'staging'", '*s');
    const places = new Workspace({ 'e.platform.yaml': environment, 'p.platform.yaml': text });
    assert.deepEqual(await places.renamed('test'), {
      'e.platform.yaml': environment.replace('¦', '').replace('"staging"', '"test"'),
      'p.platform.yaml': text.replace('&s staging', '&s test'),
    });
  });

  it('offers the name alone', () => {
    const { service, document, position, known } = new Workspace({
      'a.platform.yaml': `${header}kind: Resource\nmetadata: { name: db }\nspec: { type: x, owner: group:default/pay }\n---\n${header}kind: Service\nmetadata: { name: shop }\nspec: { dependsOn: [resource:default/d¦b] }\n`,
    });
    const offered = service.prepareRename(document, position, known);
    assert.equal(offered?.placeholder, 'db');
    assert.equal(document.getText(offered?.range), 'db');
  });
});
