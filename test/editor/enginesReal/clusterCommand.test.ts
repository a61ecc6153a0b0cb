import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { PickQuestion } from '../../../src/editor/prompts.js';
import { contexts } from '../../integration/engines/kubeconfig.js';
import { engines } from '../../integration/engines/fixture.js';
import { screenshot } from '../../support/driver.js';
import { Developer } from '../engines/developer.js';
import { atWindow } from '../support/driver.js';
import { eventually } from '../support/eventually.js';
import { rowIn, servicesShown } from '../support/trees.js';
import { RealCompany } from './realCompany.js';

/** Connects one context by the wizard, and says yes or no to its command. */
class Owner extends Developer {
  readonly questions: string[] = [];
  readonly faults: string[] = [];
  isAllowed: boolean;

  constructor(isAllowed: boolean, answers: Readonly<Record<string, string | boolean>> = {}) {
    super(
      () => '',
      {
        'connect.platform': 'parts',
        'connect.environment': '',
        'connect.save': 'save',
        'connect.name': 'Clusters',
        ...answers,
      },
      { 'connect.parts': ['kubernetes'], 'connect.contexts': [contexts.exec] },
    );
    this.isAllowed = isAllowed;
  }

  override pick<T>(question: PickQuestion<T>): Promise<T | undefined> {
    if (question.id === 'connect.fault') this.faults.push(question.placeholder);
    return super.pick(question);
  }

  override confirm(id: string, question = '', detail = ''): Promise<boolean> {
    assert.equal(id, 'kubeconfig.command');
    this.questions.push(`${question} ${detail}`);
    return Promise.resolve(this.isAllowed);
  }
}

describe('a cluster whose kubeconfig runs a command to sign in', function () {
  this.timeout(120_000);
  const company = new RealCompany();

  before(async () => {
    await company.open();
    await company.leave();
  });
  after(() => company.close());

  const { execRan } = engines().kubernetes;
  const program = execRan.replace(/\.ran$/, '');
  const runs = (): number =>
    existsSync(execRan) ? readFileSync(execRan, 'utf8').trim().split('\n').length : 0;
  const run = async (owner: Owner, command: string): Promise<Owner> => {
    company.loaded.prompts = owner;
    await vscode.commands.executeCommand(`goldenPath.${command}`);
    return owner;
  };

  it('is asked about once by the wizard, in words that name the command', async () => {
    const before = runs();
    const { questions, faults, asked } = await run(new Owner(false), 'connect');
    assert.equal(questions.length, 1, questions.join('\n'));
    assert.ok(questions[0]?.startsWith(`Run "${program}" to sign in to a cluster? `), questions[0]);
    assert.match(questions[0] ?? '', /gets its credentials from this command: \S+ token\. It runs as you/);
    assert.deepEqual(faults.length, 1, JSON.stringify(asked));
    assert.match(
      faults[0] ?? '',
      /"engines-credential" of the kubeconfig signs nobody in\. Nobody allowed it/,
    );
    assert.equal(runs(), before);
    assert.equal(company.loaded.session.connections.length, 0);
  });

  it('stays unread after a no, with the reason, and is not asked about again by itself', async () => {
    const before = runs();
    const owner = await run(new Owner(false, { 'connect.fault': 'keep' }), 'connect');
    assert.equal(owner.questions.length, 1);
    await eventually(
      'the state',
      () => company.loaded.views.state === 'unauthenticated',
      20_000,
      () => [company.loaded.views.state, company.loaded.views.message, servicesShown(company.loaded)],
    );
    assert.deepEqual(servicesShown(company.loaded), []);
    await vscode.commands.executeCommand('goldenPath.refresh');
    assert.equal(owner.questions.length, 1);
    assert.equal(runs(), before);
    await atWindow('see', '.pane-body :text("Sign In…")');
    await screenshot('a command that nobody allowed');
  });

  it('is asked about again where the person signs in, and is read after a yes', async () => {
    const before = runs();
    const still = await run(new Owner(false), 'signIn');
    assert.equal(still.questions.length, 1);
    assert.match(still.told[0]?.sentence ?? '', /Nobody allowed it to run/);
    const owner = await run(new Owner(true), 'signIn');
    assert.equal(owner.questions.length, 1);
    await eventually(
      'the cluster',
      () => /Healthy · 1\.2\.0/.test(rowIn(company.loaded, 'cart', 'dev')),
      20_000,
      () => [servicesShown(company.loaded), company.states(), owner.told],
    );
    assert.ok(runs() > before);
    await screenshot('a command that was allowed');
  });

  it('is remembered as allowed', async () => {
    await company.leave();
    const owner = await run(new Owner(false), 'connect');
    assert.deepEqual(owner.questions, []);
    await eventually(
      'the cluster',
      () => /Healthy/.test(rowIn(company.loaded, 'cart', 'dev')),
      20_000,
      () => [servicesShown(company.loaded), owner.asked, owner.told],
    );
  });
});
