import assert from 'node:assert/strict';
import { pickDeployedService, type ServiceAsker } from '../../../../src/editor/commands/picks.js';
import type { PickQuestion } from '../../../../src/editor/prompts.js';
import { running, service, snapshot } from '../pictures.js';

describe('the question which service is meant', () => {
  const live = snapshot(
    ['billing', 'orders', 'shop'].map((name) => service(name, running('staging', 'Healthy', '1'))),
  );

  async function asked(inFront?: string): Promise<PickQuestion<unknown>> {
    let question: PickQuestion<unknown> | undefined;
    const asker = {
      prompts: { pick: (one: PickQuestion<unknown>) => ((question = one), Promise.resolve(undefined)) },
      workspaceServices: { inFront: inFront && { name: inFront } },
    } as unknown as ServiceAsker;
    await pickDeployedService(asker, live, 'Show Logs');
    assert.ok(question);
    return question;
  }

  it('stands below the title of its command', async () => {
    assert.equal((await asked()).title, 'Show Logs');
  });

  it('offers that of the open file first, and says why', async () => {
    const { choices } = await asked('orders');
    assert.deepEqual(
      choices.map(({ label }) => label),
      ['orders', 'billing', 'shop'],
    );
    assert.match(choices[0]?.description ?? '', /of the open file/);
    assert.deepEqual(
      (await asked('elsewhere')).choices.map(({ label }) => label),
      ['billing', 'orders', 'shop'],
    );
  });
});
