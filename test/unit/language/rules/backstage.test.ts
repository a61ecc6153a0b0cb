import assert from 'node:assert/strict';
import { marks, said, serviceIn, yaml } from '../kinds/world.js';

const component = (spec: string, kind = 'Component'): string =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: { name: basket }\nspec:\n  type: service\n  lifecycle: production\n${spec}`;
const found = (text: string): Promise<string[]> => marks(serviceIn({}), text, 'catalog-info.yaml');

describe('references of catalogue entities', () => {
  it('are fine in every form that Backstage takes', async () => {
    const good = `  owner: team-a
  system: default/shop
  subcomponentOf: component:default/shop
  dependsOn: [resource:db, 'component:other/x', 'Group:default/y', 'api:a.b-c_d']
  providesApis: [api:v1/x, y]
`;
    assert.deepEqual(await found(component(good)), []);
    assert.deepEqual(await found(component('  owner: user:guest\n')), []);
    assert.deepEqual(await found(component('  owner: squad:default/x\n')), [], 'a kind of one’s own');
  });

  it('that cannot be read are told where they stand', async () => {
    const bad = '  owner: a/b/c\n  dependsOn:\n    - resource:a\n    - "resource:a:b"\n    - a b\n';
    assert.deepEqual(await found(component(bad)), [
      'backstage/entity-ref “a/b/c”',
      'backstage/entity-ref “"resource:a:b"”',
      'backstage/entity-ref “a b”',
    ]);
  });

  it('to another kind than the field is for are told, with what was meant', async () => {
    const [owner, system] = await said(
      serviceIn({}),
      component('  owner: component:default/x\n  system: sytem:shop\n'),
      'catalog-info.yaml',
    );
    assert.match(owner ?? '', /kind “component”, but here stands a group or user/);
    assert.match(system ?? '', /Did you mean “system”\?/);
    const service = serviceIn({});
    const [fault] = await service.diagnostics(
      yaml(component('  owner: grup:default/x\n'), 'catalog-info.yaml'),
    );
    assert.deepEqual(fault?.data, { suggestion: 'group:default/x' });
    assert.equal(fault.severity, 2);
  });
});

describe('a kind of entity', () => {
  it('that looks like one of Backstage’s is asked about; one of one’s own is legal', async () => {
    const [slip] = await said(serviceIn({}), component('  owner: a\n', 'Componnet'), 'catalog-info.yaml');
    assert.match(slip ?? '', /^manifest\/unknown-kind “Componnet” .*Did you mean “Component”/);
    assert.deepEqual(await found(component('  owner: a\n', 'Spaceship')), []);
  });
});

const template = (steps: string, output = ''): string => `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: node-service }
spec:
  type: service
  parameters:
    - title: First
      required: [name]
      properties:
        name: { type: string }
        port: { type: integer }
    - title: Second
      properties:
        repoUrl: { type: string }
      dependencies:
        repoUrl:
          oneOf: [{ properties: { branch: { type: string } } }]
  steps:
${steps}${output}`;
const fetching = `    - id: fetch
      name: Fetch
      action: fetch:template
      input:
        url: ./skeleton
        values: { name: '\${{ parameters.name }}', branch: '\${{ parameters.branch }}' }
`;
const publishing = `    - id: publish
      name: Publish
      action: publish:github
      if: \${{ parameters.port > 80 and steps.fetch.output.done }}
      input: { repoUrl: "\${{ parameters['repoUrl'] }}" }
`;
const output = `  output:
    links: [{ url: '\${{ steps.publish.output.remoteUrl or steps["fetch"].output.x }}' }]
`;

describe('what a scaffolder template reads', () => {
  it('is fine when a form asks for it, or a step above has run', async () => {
    assert.deepEqual(await found(template(fetching + publishing, output)), []);
  });

  it('is told at the name when no form asks for it', async () => {
    const bad = fetching.replace('parameters.name', 'parameters.nam | upper');
    assert.deepEqual(await said(serviceIn({}), template(bad), 'template.yaml'), [
      'template/unknown-parameter “nam” No form of this template asks for “nam”. Did you mean “name”?',
    ]);
  });

  it('is told when no step has the id, or the step comes later', async () => {
    assert.deepEqual(
      await found(template(fetching + publishing, output.replace('steps.publish', 'steps.push'))),
      ['template/unknown-step “push”'],
    );
    const [late] = await said(serviceIn({}), template(publishing + fetching), 'template.yaml');
    assert.match(late ?? '', /^template\/unknown-step “fetch” .*has not run here yet/);
    const itself = publishing.replace('steps.fetch', 'steps.publish');
    assert.deepEqual(await found(template(itself)), ['template/unknown-step “publish”']);
  });

  it('is left alone in texts, and where the text does not tell all', async () => {
    const inText = fetching.replace(
      "'${{ parameters.name }}'",
      '"${{ \'parameters.nothing\' }} parameters.no"',
    );
    assert.deepEqual(await found(template(inText)), []);
    const other = template(fetching.replace('parameters.name', 'parameters.else'));
    assert.deepEqual(await found(other.replace('title: Second', '$ref: ./form.yaml')), []);
    assert.deepEqual(await found(template(`    - $yaml: ./step.yaml\n${publishing}`)), []);
  });
});
