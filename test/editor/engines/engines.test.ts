import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { Company, tokens } from '../../integration/composed/company.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { Developer } from './developer.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldenPath');
const written = (): unknown => settings().inspect('platforms')?.globalValue;

describe('Backstage, Argo CD and Prometheus as one platform', function () {
  this.timeout(60_000);
  const company = new Company();
  let loaded: App;

  before(async () => {
    await company.start();
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    await settings().update('platforms', undefined, vscode.ConfigurationTarget.Global);
    for (const account of await loaded.authentication.all()) await loaded.authentication.signOut(account.id);
    await company.stop();
  });

  const tokenFor = (title: string): string =>
    title.includes(new URL(company.argocd.url).host) ? tokens.argocd : tokens.backstage;
  const connect = async (
    answers: Readonly<Record<string, string | boolean | undefined>>,
  ): Promise<Developer> => {
    const prompts = new Developer(
      tokenFor,
      {
        'connect.platform': 'parts',
        'connect.backstage': company.backstage.url,
        'connect.argocd': company.argocd.url,
        'connect.prometheus': company.prometheus.url,
        'signIn.haveToken': true,
        ...answers,
      },
      { 'connect.parts': ['backstage', 'argocd', 'prometheus'] },
    );
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.connect');
    return prompts;
  };
  const shown = (): string[] => servicesShown(loaded);
  const partState = (name: string): string | undefined =>
    loaded.session.connection?.platform.parts?.().find((part) => part.name === name)?.state;

  it('leaves nothing behind when the person turns the last question away', async () => {
    const prompts = await connect({ 'connect.save': undefined });
    assert.ok(
      prompts.asked.some(({ id }) => id === 'connect.save'),
      JSON.stringify(prompts),
    );
    assert.equal(written(), undefined);
    assert.deepEqual(await loaded.authentication.all(), []);
    assert.deepEqual(loaded.session.connections, []);
  });

  it('finds what the workspace speaks of, tries each part, and writes one setting', async () => {
    const prompts = await connect({ 'connect.save': 'save', 'connect.name': 'Acme' });
    assert.deepEqual(prompts.chosenAtFirst, ['Backstage', 'Argo CD', 'Prometheus']);
    assert.deepEqual(
      prompts.asked.filter(({ id }) => id === 'connect.token').map(({ choices }) => choices[0]),
      [company.backstage, company.argocd].map(({ url }) => `Sign In to ${new URL(url).host}`),
      'each part is signed in to where it asks for it',
    );
    assert.deepEqual(written(), {
      Acme: {
        catalog: { type: 'backstage', url: company.backstage.url },
        delivery: [{ type: 'argocd', url: company.argocd.url }],
        metrics: { type: 'prometheus', url: company.prometheus.url },
      },
    });
    assert.doesNotMatch(JSON.stringify(written()), /token/);
  });

  it('shows the environments of each service with health and version', async () => {
    await eventually('the tree', () => shown().length > 4, 20_000, shown);
    assert.match(rowIn(loaded, 'cart', 'production'), /production: .*1\.1\.0/);
    assert.match(rowIn(loaded, 'cart', 'staging'), /Degraded/);
    assert.equal(loaded.views.message, undefined);
    await screenshot('engines-tree');
  });

  it('follows what Argo CD tells, without being asked', async () => {
    const application = structuredClone(company.argo.get('cart-production')) as {
      status: { health: object };
    };
    application.status.health = { status: 'Progressing' };
    company.argo.put(application);
    const row = (): string => rowIn(loaded, 'cart', 'production');
    await eventually('the change', () => /Progressing/.test(row()), 15_000, row);
  });

  it('keeps the tree when Argo CD goes away, says so above it, and takes it up again', async () => {
    company.argocd.shut = true;
    company.argo.hangUp();
    await eventually(
      'the sentence above the tree',
      () => loaded.views.message?.startsWith('Without Argo CD') === true,
      30_000,
      () => [loaded.views.message, partState('argocd')],
    );
    assert.ok(
      shown().some((row) => row.startsWith('cart')),
      shown().join('\n'),
    );
    await screenshot('engines-without-argocd');
    company.argocd.shut = false;
    await eventually(
      'its return',
      () => loaded.views.message === undefined,
      45_000,
      () => loaded.views.message,
    );
  });

  it('asks at which part to sign in when one is signed out, and works on with the rest', async () => {
    const origin = new URL(company.argocd.url).origin;
    const [account] = await loaded.authentication.of(origin);
    assert.ok(account);
    await loaded.authentication.signOut(account.id);
    await eventually(
      'signed out',
      () => partState('argocd') === 'SignedOut',
      20_000,
      () => partState('argocd'),
    );
    await eventually(
      'the catalogue alone',
      () => shown().some((row) => /cart/i.test(row)),
      10_000,
      () => {
        const { snapshot } = loaded.session.connection?.live ?? {};
        const { status, error, services } = snapshot ?? {};
        return [status, error?.message, [...(services?.keys() ?? [])], shown(), loaded.views.state];
      },
    );
    const prompts = new Developer(tokenFor, { 'signIn.haveToken': true });
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.signIn');
    assert.ok(
      prompts.asked.some(
        ({ id, choices }) => id === 'connect.token' && choices[0]?.includes(new URL(origin).host),
      ),
    );
    await eventually(
      'signed in',
      () => partState('argocd') === 'Ok',
      20_000,
      () => partState('argocd'),
    );
    await eventually('the tree', () => shown().length > 4, 20_000, shown);
  });

  it('says what is wrong with an entry that a person wrote', async () => {
    const prompts = new ScriptedPrompts();
    loaded.prompts = prompts;
    const before = written() as Record<string, unknown>;
    await settings().update(
      'platforms',
      { ...before, Wrong: { delivery: [{ type: 'argo' }] } },
      vscode.ConfigurationTarget.Global,
    );
    await eventually(
      'the sentence',
      () => prompts.told.some(({ sentence }) => /Wrong: delivery\[0\]\.type/.test(sentence)),
      10_000,
      () => prompts.told,
    );
    assert.equal(loaded.session.connections.length, 1);
    await settings().update('platforms', before, vscode.ConfigurationTarget.Global);
  });
});
