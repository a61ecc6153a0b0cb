import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { contexts } from '../../integration/engines/kubeconfig.js';
import { ownNamespace } from '../../integration/engines/kubernetes/support.js';
import { eventually } from '../support/eventually.js';
import { file } from '../support/extension.js';
import { Person, row } from '../support/person.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { RealCompany } from './realCompany.js';

const place = { service: 'larder', environment: 'prod' };

const manifest = (version: string, replicas = 2): string => `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: larder
spec:
  type: service
  owner: team-a
  scaling:
    minReplicas: ${replicas}
  workload:
    containers:
      main:
        image: registry.example.test/larder:${version}
        variables:
          GREETING: hello from ${version}
    service:
      ports:
        web: { port: 80, targetPort: 8080 }
`;

/** From the manifest in the editor to the cluster itself, with nothing of a platform's between. */
describe('a whole manifest on a real cluster, from the editor', function () {
  this.timeout(180_000);
  const company = new RealCompany();
  const person = new Person();
  const own = ownNamespace('editor');

  before(async () => {
    await company.open();
    await company.leave();
    await write('larder/platform.yaml', manifest('1.0.0'));
    await write(
      '.platform/environment.yaml',
      `apiVersion: goldenpath.dev/v1alpha1
kind: Environment
metadata: { name: prod }
spec:
  type: production
  target: { namespace: ${own().name} }
`,
    );
    const context = { environment: 'prod', namespaces: [own().name] };
    await company.binds({ delivery: [{ type: 'kubernetes', contexts: { [contexts.admin]: context } }] });
    await eventually('the cluster', () => company.states()['kubernetes'] === 'Ok', 20_000);
    await eventually('the manifest', () =>
      servicesShown(company.loaded).some((shown) => /larder/.test(shown)),
    );
    await vscode.commands.executeCommand('goldenPath.services.focus');
    company.loaded.prompts = { ...windowPrompts, confirm: () => Promise.resolve(true) };
  });
  after(async () => {
    await vscode.workspace.fs.delete(file('larder'), { recursive: true });
    await vscode.workspace.fs.delete(file('.platform'), { recursive: true });
    await company.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  const write = async (name: string, text: string): Promise<void> =>
    vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
  const deployment = (): string => `/apis/apps/v1/namespaces/${own().name}/deployments/larder`;
  const live = async (): Promise<string> => JSON.stringify(await own().admin.request('GET', deployment()));
  const rowIs = (what: RegExp): Promise<unknown> =>
    eventually(
      String(what),
      () => what.test(rowIn(company.loaded, place.service, place.environment)),
      60_000,
      () => [servicesShown(company.loaded), company.place(place.service, place.environment)],
    );
  /** Both sides of the diff that is open. */
  const diff = (): Promise<readonly [before: string, after: string]> =>
    eventually('the diff', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      if (!(input instanceof vscode.TabInputTextDiff)) return undefined;
      const [before, after] = [input.original, input.modified].map((uri) =>
        vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString())?.getText(),
      );
      return before !== undefined && after !== undefined ? ([before, after] as const) : undefined;
    });
  /** Confirms the plan that is asked about as production wants it. */
  const confirms = async (headline: string): Promise<void> => {
    await person.choose(headline);
    await person.answer('Type the name', 'prod');
    await person.answer('Why?', 'INC-7');
  };

  it('is planned with its objects, confirmed under the guard of production, and is healthy in the tree', async () => {
    const deployed = vscode.commands.executeCommand('goldenPath.deploy', place);
    await person.isAsked('PRODUCTION: Deploy larder to prod?');
    const [before, after] = await diff();
    assert.doesNotMatch(before, /kind:/);
    for (const kind of ['Deployment', 'Service', 'PodDisruptionBudget']) {
      assert.match(after, new RegExp(`kind: ${kind}\\n`));
    }
    const said = await person.sees('.quick-input-list .monaco-list-row:has-text("Deploy larder to prod")');
    assert.match(said, /3 to create/);
    await person.inBothThemes('plan of a manifest');
    await confirms('Deploy larder to prod');
    await person.isTold('larder 1.0.0 is live in prod');
    await deployed;
    await rowIs(/Healthy · 1\.0\.0/);
    assert.match(await live(), /larder:1\.0\.0/);
    await person.photographs('manifest is live');
  });

  it('is changed, with just the difference in the diff', async () => {
    await write('larder/platform.yaml', manifest('1.1.0'));
    const deployed = vscode.commands.executeCommand('goldenPath.deploy', place);
    await person.isAsked('PRODUCTION: Deploy larder to prod?');
    const [before, after] = await diff();
    assert.match(before, /larder:1\.0\.0/);
    assert.match(after, /larder:1\.1\.0/);
    const changed = after.split('\n').filter((line) => !before.includes(line));
    assert.ok(changed.length <= 4, changed.join('\n'));
    await person.photographs('change of a manifest');
    await confirms('Deploy larder to prod');
    await person.isTold('larder 1.1.0 is live in prod');
    await deployed;
    await rowIs(/Healthy · 1\.1\.0/);
  });

  it('goes back from its row in the tree', async () => {
    await person.command('Golden Path: Focus on Services View');
    await person.walksTo('Service larder,');
    await person.press('ArrowRight');
    await person.sees(row('larder in prod'));
    await person.walksTo('larder in prod');
    await person.choosesOfMenu('Roll Back…');
    await person.isAsked('PRODUCTION: Roll back larder in prod to 1.0.0?');
    await person.photographs('roll back of a manifest');
    await confirms('Roll back larder in prod');
    await person.isTold('larder 1.0.0 is live in prod');
    await rowIs(/Healthy · 1\.0\.0/);
    assert.match(await live(), /larder:1\.0\.0/);
  });

  it('is blocked where somebody else manages a field, and takes it over with a reason', async () => {
    const patch = { spec: { replicas: 4 } };
    const route = `${deployment()}?fieldManager=kubectl-edit`;
    await own().admin.request('PATCH', route, patch, 'application/merge-patch+json');
    const deployed = vscode.commands.executeCommand('goldenPath.deploy', place);
    await person.isAsked('In conflict: Deploy larder to prod');
    await person.sees('.quick-input-widget :text("kubectl-edit manages .spec.replicas there")');
    await person.inBothThemes('in conflict');
    await person.choose('Take the Fields Over…');
    await person.answer('Why are they taken over?', 'INC-8');
    await person.isAsked('PRODUCTION: Deploy larder to prod?');
    const [before, after] = await diff();
    assert.match(before, /replicas: 4/);
    assert.match(after, /replicas: 2/);
    await person.photographs('fields to be taken over');
    await person.choose('Deploy larder to prod');
    await person.photographs('after the choice');
    await person.answer('Type the name', 'prod');
    await person.isTold('is live in prod');
    await deployed;
    assert.match(await live(), /"replicas":2/);
    assert.match(await live(), /"manager":"golden-path"/);
  });
});
