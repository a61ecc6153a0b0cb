import assert from 'node:assert/strict';
import type { ServiceAsker } from '../../../../src/editor/commands/picks.js';
import { declareIncident } from '../../../../src/editor/incidents/declareIncident.js';
import type { Connection } from '../../../../src/editor/session/connection.js';
import type { IncidentPart } from '../../../../src/model/parts.js';
import { running, service, snapshot } from '../pictures.js';

describe('the last question before an incident is declared', () => {
  async function detailIn(environment: string): Promise<string> {
    let said = '';
    const asker = {
      prompts: {
        input: () => Promise.resolve('Nobody can buy anything'),
        pick: () => Promise.resolve('low'),
        confirm: (_id: string, _question: string, detail: string) => {
          said = detail;
          return Promise.resolve(false);
        },
      },
    } as unknown as ServiceAsker;
    const connection = {
      platform: { getOnCall: () => Promise.resolve({ shifts: [] }) },
      live: { snapshot: snapshot([service('shop', running(environment, 'Degraded'))]) },
    } as unknown as Connection;
    const part = { create: () => assert.fail('declared unasked') } as unknown as IncidentPart;
    assert.equal(await declareIncident(asker, connection, part, { service: 'shop', environment }), undefined);
    return said;
  }

  it('marks production, as every question about it does', async () => {
    assert.equal(await detailIn('production'), 'shop in production (PRODUCTION)\nNobody is called.');
  });

  it('marks nothing else, nor an environment that is not known', async () => {
    assert.equal(await detailIn('staging'), 'shop in staging\nNobody is called.');
    assert.equal(await detailIn('elsewhere'), 'shop in elsewhere\nNobody is called.');
  });
});
