import assert from 'node:assert/strict';
import { offered, serviceIn, told, yaml } from '../kinds/world.js';

const template = (rest: string): string => `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: node-service }
spec:
  type: service
  parameters:
    - title: First
      properties:
        name: { type: string, title: Name, description: What it is called. }
        repo:
          type: object
          properties: { host: { type: string } }
        token: { type: string, ui:field: Secret }
        url:
          type: string
          ui:field: RepoUrlPicker
          ui:options: { requestUserCredentials: { secretsKey: USER_TOKEN } }
  steps:
    - id: fetch
      name: Fetch it
      action: fetch:template
      input: {}
    - id: publish
      action: publish:github
${rest}`;
const inStep = (expression: string): string => template(`      input:\n        a: ${expression}\n`);
const inOutput = (expression: string): string =>
  template(`      input: {}\n  output:\n    links:\n      - url: ${expression}\n`);
const at = (marked: string): Promise<string[]> => offered(serviceIn({}), marked, 'template.yaml');

/** As `at`, where `¦` stands for the `|` before a filter. */
async function filtersAt(marked: string): Promise<string[]> {
  const cursor = marked.indexOf('|');
  const source = yaml(
    (marked.slice(0, cursor) + marked.slice(cursor + 1)).replace('¦', '|'),
    'template.yaml',
  );
  const { items } = await serviceIn({}).completeNames(source, source.positionAt(cursor));
  return items.map(({ label }) => label);
}

describe('expressions of scaffolder templates', () => {
  it('complete what can be read, and the forms’ parameters to any depth', async () => {
    assert.deepEqual((await at(inStep('${{ | }}'))).slice(0, 2), ['parameters', 'steps']);
    assert.ok(!(await at(inStep('${{ | }}'))).includes('each'));
    assert.deepEqual((await at(inStep('${{ parameters.| }}'))).slice(0, 4), ['name', 'repo', 'token', 'url']);
    assert.equal((await at(inStep('${{ parameters.repo.| }}')))[0], 'host');
    assert.equal((await at(inStep('"${{ parameters[\'|'))).at(0), 'name');
    assert.equal((await at(inStep("'x-${{ parameters.na|"))).at(0), 'name');
  });

  it('complete the steps above, and what their actions give', async () => {
    assert.equal((await at(inStep('${{ steps.| }}')))[0], 'fetch');
    assert.ok(!(await at(inStep('${{ steps.| }}'))).includes('publish'));
    assert.deepEqual((await at(inOutput('${{ steps.| }}'))).slice(0, 2), ['fetch', 'publish']);
    assert.equal((await at(inOutput('${{ steps.publish.| }}')))[0], 'output');
    assert.equal((await at(inOutput('${{ steps.publish.output.| }}')))[0], 'remoteUrl');
  });

  it('complete who runs it, secrets, the item of a run, and filters', async () => {
    assert.deepEqual((await at(inStep('${{ secrets.| }}'))).slice(0, 2), ['token', 'USER_TOKEN']);
    assert.deepEqual((await at(inStep('${{ user.entity.spec.profile.| }}'))).slice(0, 2), [
      'displayName',
      'email',
    ]);
    const each = template('      each: [1]\n      input:\n        a: ${{ each.| }}\n');
    assert.deepEqual((await at(each)).slice(0, 2), ['key', 'value']);
    const piped = inStep('${{ parameters.url ¦ par| }}');
    assert.ok((await filtersAt(piped)).includes('parseRepoUrl'));
  });

  it('offer no names in texts, behind the braces, or in other files', async () => {
    assert.ok(!(await at(inStep('${{ "parameters.| }}'))).includes('name'));
    assert.ok(!(await at(inStep('${{ parameters.name }} |'))).includes('parameters'));
    const entity = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${{ |\n';
    assert.ok(!(await at(entity)).includes('parameters'));
  });

  it('tell in the hover what is read', async () => {
    const service = serviceIn({});
    assert.match(
      await told(service, inStep('${{ parameters.na|me }}'), 'template.yaml'),
      /Name[\s\S]*What it is called\./,
    );
    assert.match(
      await told(service, inOutput('${{ steps.fet|ch.output.x }}'), 'template.yaml'),
      /Fetch it[\s\S]*fetch:template/,
    );
  });

  it('lead to the field of the form, and to the step', async () => {
    const service = serviceIn({});
    const target = async (marked: string): Promise<string | undefined> => {
      const cursor = marked.indexOf('|');
      const source = yaml(marked.slice(0, cursor) + marked.slice(cursor + 1), 'template.yaml');
      const [link] = await service.definition(source, source.positionAt(cursor), []);
      return link && `${link.targetSelectionRange.start.line} ${source.getText(link.targetSelectionRange)}`;
    };
    assert.equal(await target(inStep('${{ parameters.na|me }}')), '8 name');
    assert.equal(await target(inOutput("${{ steps['pub|lish'].output }}")), '22 publish');
    assert.equal(await target(inStep('${{ parameters.nothi|ng }}')), undefined);
  });
});
