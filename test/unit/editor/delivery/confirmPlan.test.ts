import assert from 'node:assert/strict';
import { confirmPlan } from '../../../../src/editor/delivery/confirmPlan.js';
import type { PlanPreview } from '../../../../src/editor/delivery/planPreview.js';
import { planNotes, planSummary, planVersions } from '../../../../src/editor/delivery/planSummary.js';
import { stepSentence } from '../../../../src/editor/delivery/stepSentence.js';
import type { PickQuestion, Prompts } from '../../../../src/editor/prompts.js';
import type { Plan } from '../../../../src/model/delivery.js';
import { guardOf } from '../../../../src/model/guard.js';
import type { PlannedDelivery } from '../../../../src/platform/delivery.js';
import { environments } from '../pictures.js';

function planned(environment: string, more: Partial<Plan> = {}): PlannedDelivery {
  const plan: Plan = { fingerprint: 'f', summary: { create: 2, delete: 1 }, changes: [], ...more };
  const target = environments.find((candidate) => candidate.name === environment)!;
  return {
    service: 'hello',
    environment: target,
    request: { environment, kind: 'Deploy', release: 'rel_1' },
    plan,
    guard: guardOf(target, plan),
  };
}

class Person implements Prompts {
  readonly asked: string[] = [];
  readonly choices: string[][] = [];
  readonly titles = new Map<string, string>();
  readonly questions: PickQuestion<unknown>[] = [];
  answers: Readonly<Record<string, string | boolean | undefined>> = {};

  pick<T>(question: PickQuestion<T>): Promise<T | undefined> {
    this.asked.push(question.id);
    this.questions.push(question);
    this.choices.push(question.choices.map((choice) => choice.label));
    return Promise.resolve(this.answers[question.id] as T | undefined);
  }

  async pickSome<T>(question: PickQuestion<T>): Promise<readonly T[] | undefined> {
    const one = await this.pick(question);
    return one === undefined ? undefined : [one];
  }

  input({ id, title }: { id: string; title: string }): Promise<string | undefined> {
    this.asked.push(id);
    this.titles.set(id, title);
    return Promise.resolve(this.answers[id] as string | undefined);
  }

  confirm(id: string): Promise<boolean> {
    this.asked.push(id);
    return Promise.resolve(this.answers[id] === true);
  }

  tell(): void {
    throw new Error('Nothing is to be told here.');
  }
}

class Preview {
  open = 0;
  shown = 0;
  show(): Promise<{ dispose(): void }> {
    this.open++;
    this.shown++;
    return Promise.resolve({ dispose: () => (this.open -= 1) });
  }
}

async function answer(
  delivery: PlannedDelivery,
  answers: Person['answers'],
): Promise<{ given: unknown; person: Person; preview: Preview }> {
  const person = new Person();
  person.answers = answers;
  const preview = new Preview();
  const given = await confirmPlan(person, preview as unknown as PlanPreview, delivery, {
    headline: 'Deploy',
  });
  return { given, person, preview };
}

describe('confirming a plan', () => {
  it('asks once in development and closes the diff', async () => {
    const { given, person, preview } = await answer(planned('development'), { 'plan.confirm': true });
    assert.deepEqual(given, { typedName: '', reason: '', acknowledged: [] });
    assert.deepEqual(person.asked, ['plan.confirm']);
    assert.deepEqual([preview.shown, preview.open], [1, 0]);
  });

  it('offers Cancel first and asks for name and reason in production', async () => {
    const { given, person } = await answer(planned('production'), {
      'plan.confirm': true,
      'plan.typedName': 'production',
      'plan.reason': 'PAY-1',
    });
    assert.equal(person.choices[0]?.[0], 'Cancel');
    assert.deepEqual(person.asked, ['plan.confirm', 'plan.typedName', 'plan.reason']);
    assert.equal(person.titles.get('plan.typedName'), 'PRODUCTION: hello → production');
    assert.equal(person.titles.get('plan.reason'), 'PRODUCTION: Deploy');
    assert.deepEqual(given, { typedName: 'production', reason: 'PAY-1', acknowledged: [] });
  });

  it('is turned away by any answer that is missing', async () => {
    assert.equal((await answer(planned('development'), {})).given, undefined);
    const named = { 'plan.confirm': true, 'plan.typedName': 'production' };
    assert.equal((await answer(planned('production'), named)).given, undefined);
    const warning = { code: 'w', severity: 'Warning', message: 'Careful.', mustAcknowledge: true } as const;
    const warned = planned('development', { warnings: [warning] });
    assert.equal((await answer(warned, { 'plan.confirm': true })).given, undefined);
    const accepted = await answer(warned, { 'plan.confirm': true, 'plan.acknowledge': true });
    assert.deepEqual(accepted.given, { typedName: '', reason: '', acknowledged: ['w'] });
  });

  it('shows whole what a line would cut', async () => {
    const message = `${'The release holds changes that are in no commit. '.repeat(2)}Careful.`;
    const long = planned('staging', { warnings: [{ code: 'w', severity: 'Warning', message }] });
    const { person } = await answer(long, {});
    assert.ok(person.questions[0]?.text?.endsWith(message));
    assert.equal((await answer(planned('staging'), {})).person.questions[0]?.text, undefined);
  });

  it('says of a plan made again whether it reads otherwise', async () => {
    const now = planned('staging', { after: 'a: 1' });
    const same = await answer({ ...now, previous: now.plan }, {});
    assert.match(same.person.questions[0]?.placeholder ?? '', /the plan has not: confirm it again/);
    const other = await answer({ ...now, previous: { ...now.plan, after: 'a: 2' } }, {});
    assert.match(other.person.questions[0]?.placeholder ?? '', /the diff shows both plans/);
  });

  it('leaves a freeze that somebody may lift without another word', async () => {
    const block = { reason: 'FreezeWindow', message: 'Frozen.', approvers: ['group:default/leads'] } as const;
    const frozen = planned('staging', { blocks: [block] });
    const left = await answer(frozen, { 'plan.lift': false });
    assert.equal(left.given, undefined);
    assert.match(left.person.questions[0]?.text ?? '', /^Frozen\. Ask group:default\/leads\./);
    const lifted = await answer(frozen, { 'plan.lift': true, 'plan.liftReason': 'outage' });
    assert.deepEqual(lifted.given, { override: ['FreezeWindow'], reason: 'outage' });
  });

  it('asks nothing when the plan is blocked: the guard says why', async () => {
    const { given, person, preview } = await answer(
      planned('staging', { blocks: [{ reason: 'FreezeWindow', message: 'Frozen.' }] }),
      {},
    );
    assert.deepEqual(given, {});
    assert.deepEqual([person.asked.length, preview.shown], [0, 0]);
  });
});

describe('words about a plan', () => {
  it('name deletions first', () => {
    assert.equal(planSummary(planned('staging')), '1 to delete, 2 to create');
    assert.equal(planSummary(planned('staging', { summary: {} })), 'no change in configuration');
  });

  it('name both versions', () => {
    const release = { id: 'r', version: 'b', createdAt: '' };
    assert.equal(planVersions(planned('staging', { toRelease: release })), 'b, the first here');
    const from = { id: 'd', state: 'Deployed', version: 'a' };
    assert.equal(planVersions(planned('staging', { toRelease: release, from })), 'a → b');
  });

  it('repeat what warnings and changes say once', () => {
    const warnings = [{ code: 'build', severity: 'Info', message: 'Runs npm ci.' }];
    const changes = [{ action: 'Create', resource: 'build/hello', message: 'Runs npm ci.' }];
    assert.deepEqual(planNotes(planned('staging', { warnings, changes })), ['Runs npm ci.']);
  });
});

describe('words about an event', () => {
  const event = { id: '1', time: '', type: 'step', step: 'Build' } as const;

  it('are short and plain', () => {
    assert.equal(stepSentence({ ...event, message: '\u001b[1mnpm ci' }), 'Build: npm ci');
    assert.equal(stepSentence({ ...event, state: 'Running' }), 'Build: Running');
    assert.equal(stepSentence({ ...event, type: 'log', message: 'line' }), undefined);
    assert.ok((stepSentence({ ...event, message: 'x'.repeat(500) }) ?? '').length < 200);
  });
});
