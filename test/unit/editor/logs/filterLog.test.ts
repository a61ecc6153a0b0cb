import assert from 'node:assert/strict';
import { filterLog } from '../../../../src/editor/logs/filterLog.js';
import type { LogFilter } from '../../../../src/editor/logs/logFilter.js';
import { ServiceLog } from '../../../../src/editor/logs/serviceLog.js';
import { silentLog } from '../../../../src/model/log.js';
import type { LogLine } from '../../../../src/model/platform.js';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.js';

const emptyLog = (): ServiceLog =>
  new ServiceLog({
    service: 'shop',
    environments: ['staging'],
    read: async function* (): AsyncGenerator<LogLine> {
      yield* await Promise.resolve([]);
    },
    log: silentLog,
  });

describe('the time range of a log', () => {
  async function chosen(from: string, to: string): Promise<{ filter: LogFilter; told: readonly string[] }> {
    const log = emptyLog();
    const prompts = new ScriptedPrompts({
      'log.filter': 'range',
      'log.range': 'own',
      'log.from': from,
      'log.to': to,
    });
    await filterLog({ prompts, logs: { active: () => log } as never });
    log.dispose();
    return { filter: log.filter, told: prompts.told.map(({ sentence }) => sentence) };
  }

  it('ends after it begins', async () => {
    const { filter, told } = await chosen('2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z');
    assert.deepEqual(told, []);
    assert.equal((filter.to ?? 0) - (filter.from ?? 0), 3_600_000);
  });

  for (const end of ['2026-11-21T13:00:00Z', '2026-11-21T14:00:00Z']) {
    it(`is not taken when it ends at ${end}, and the reason is said`, async () => {
      const { filter, told } = await chosen('2026-11-21T14:00:00Z', end);
      assert.match(told[0] ?? '', /^The end must be after the beginning, .*2026/);
      assert.deepEqual(filter, {});
    });
  }

  it('may have no beginning or no end', async () => {
    assert.deepEqual(Object.keys((await chosen('', '2026-11-21T14:00:00Z')).filter), ['to']);
    assert.deepEqual(Object.keys((await chosen('2026-11-21T14:00:00Z', '')).filter), ['from']);
  });
});

describe('the levels of a log', () => {
  it('are told with what they leave, and the one that is shown is marked', async () => {
    const log = emptyLog();
    log.show({ level: 'error' });
    const prompts = new ScriptedPrompts({ 'log.filter': 'level', 'log.level': 'fatal' });
    const marked: string[] = [];
    const pick = prompts.pick.bind(prompts);
    prompts.pick = (question) => {
      marked.push(...question.choices.filter(({ icon }) => icon === 'check').map(({ label }) => label));
      return pick(question);
    };
    await filterLog({ prompts, logs: { active: () => log } as never });
    log.dispose();
    assert.deepEqual(prompts.asked.find(({ id }) => id === 'log.level')?.choices, [
      'All Lines',
      'fatal only',
      'error and graver',
      'warn and graver',
      'info and graver',
      'debug and graver',
      'trace and graver',
    ]);
    assert.deepEqual(marked, ['error and graver']);
    assert.deepEqual(log.filter, { level: 'fatal' });
  });
});
