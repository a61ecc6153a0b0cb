import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { header, serviceWith } from '../support.js';

const uri = 'file:///w/a.platform.yaml';

/** Each mention as `role subject name “marked text”`, with the scope and spelling where they are not plain. */
function mentions(text: string): string[] {
  const document = TextDocument.create(uri, 'platform-manifest', 1, text);
  return serviceWith()
    .facts(document)
    .flatMap((facts) => facts.mentions)
    .map(({ role, subject, name, scope, range, written }) => {
      const local = scope.startsWith('file:') ? scope.slice(scope.lastIndexOf('/') + 1) : scope;
      const marked = document.getText(range);
      return [role === 'definition' ? 'defines' : 'refers', subject, name, `“${marked}”`, local, written]
        .filter((part) => part !== undefined && part !== '')
        .join(' ');
    });
}

const service = `${header}kind: Service
metadata: { name: "shop-web", namespace: shop }
spec:
  type: service
  owner: payments
  workload:
    containers:
      main:
        image: .
        variables:
          A: "x\${resources.db.host}y$\${resources.no.x}"
          N: \${metadata.name}
        readinessProbe: { httpGet: { path: /, port: 8080 } }
        before: { side: { ready: started } }
      side: { image: . }
    service: { ports: { web: { port: 80, targetPort: 8080 } } }
    resources:
      db: { type: postgres }
      way: { type: route, params: { port: 80 } }
  dependsOn: ['component:default/basket', resource:orders-db, orders]
  environments:
    production:
      overrides: { containers: { main: { variables: { B: "\${resources.db.port}" } } } }
  delivery: { pipeline: &p default }
  template: { ref: template:default/node, version: 1.0.0 }
`;

describe('mentions', () => {
  it('names what a Service defines and refers to', () => {
    assert.deepEqual(mentions(service), [
      'defines service shop-web “shop-web” shop',
      'refers entity payments “payments” group:shop',
      'refers service basket “basket” default',
      'refers resource orders-db “orders-db” shop',
      'refers service orders “orders” shop',
      'defines container main “main” a.platform.yaml#service0',
      'defines container side “side” a.platform.yaml#service0',
      'refers container side “side” a.platform.yaml#service0',
      'defines port web “web” a.platform.yaml#service0',
      'defines workloadResource db “db” a.platform.yaml#service0',
      'defines workloadResource way “way” a.platform.yaml#service0',
      'refers resourceType postgres “postgres”',
      'refers resourceType route “route”',
      'refers container main “main” a.platform.yaml#service0',
      'refers environment production “production”',
      'refers pipeline default “default”',
      'refers template node “node” default',
      'refers port web “8080” a.platform.yaml#service0 number',
      'refers port web “8080” a.platform.yaml#service0 number',
      'refers port web “80” a.platform.yaml#service0 number',
      'refers workloadResource db “db” a.platform.yaml#service0',
      'refers service shop-web “metadata.name” shop placeholder',
      'refers workloadResource db “db” a.platform.yaml#service0',
    ]);
  });

  it('gives a Service and the Score file that it names one scope', () => {
    const text = `${header}kind: Service
metadata: { name: basket }
spec:
  workload: { scoreFile: score.yaml }
  environments: { prod: { overrides: { containers: { main: { image: x } } } } }
`;
    assert.ok(mentions(text).includes('refers container main “main” score.yaml#score0'));
    const score = TextDocument.create(
      'file:///w/score.yaml',
      'yaml',
      1,
      'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n',
    );
    const [facts] = serviceWith().facts(score);
    assert.equal(
      facts?.mentions.find(({ subject }) => subject === 'container')?.scope,
      'file:///w/score.yaml#score0',
    );
  });

  it('names what a pipeline, a freeze window and a resource type speak of', () => {
    const text = `${header}kind: DeliveryPipeline
metadata: { name: default }
spec:
  stages:
    - environment: dev
    - environment: &prod production
      promotesFrom: [dev, *prod]
      gates: { scorecard: { name: ready, minLevel: Gold } }
---
${header}kind: FreezeWindow
metadata: { name: weekend }
spec: { kind: Deny, environments: [production], override: { allowedBy: [group:ops/managers] } }
---
${header}kind: ResourceType
metadata: { name: postgres }
spec: { type: postgres, classes: [{ name: small, environments: [dev] }] }
`;
    assert.deepEqual(mentions(text), [
      'defines pipeline default “default”',
      'refers environment dev “dev”',
      'refers environment production “production”',
      'refers environment dev “dev”',
      'refers environment production “*prod” alias',
      'refers scorecard ready “ready”',
      'defines freezeWindow weekend “weekend”',
      'refers environment production “production”',
      'refers entity managers “managers” group:ops',
      'defines resourceType postgres “postgres”',
      'defines resourceType postgres “postgres”',
      'refers environment dev “dev”',
    ]);
  });

  it('marks all of a value that escapes keep from being read plainly, and what merge keys bring in', () => {
    const text = `${header}kind: Service
metadata: { name: "a\\u0062" }
spec:
  workload:
    containers:
      <<: &base { main: { image: . } }
      side: { image: . }
`;
    assert.deepEqual(mentions(text), [
      'defines service ab “"a\\u0062"” default',
      'defines container side “side” a.platform.yaml#service0',
      'defines container main “main” a.platform.yaml#service0',
    ]);
  });
});
