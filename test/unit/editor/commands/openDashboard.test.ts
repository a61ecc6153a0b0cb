import assert from 'node:assert/strict';
import type { Subject } from '../../../../src/editor/dashboards/subject.js';
import { openDashboard } from '../../../../src/editor/commands/openDashboard.js';
import type { CommandContext } from '../../../../src/editor/commands/context.js';
import type { Connection } from '../../../../src/editor/session/connection.js';
import { OwnerNames } from '../../../../src/editor/session/ownerNames.js';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.js';
import { snapshot } from '../pictures.js';

const info = { name: 'a', contractVersion: '0.2.0', capabilities: { owners: { level: 'Read' } } };
const services = [
  { name: 'orders', owner: 'group:default/a1' },
  { name: 'mail', owner: 'group:default/b2' },
];
const page = {
  items: [
    { ref: 'group:default/a1', displayName: 'Team Zebra' },
    { ref: 'group:default/b2', displayName: 'Team Ant' },
  ],
};

describe('the question of whose dashboard', () => {
  it('calls owners as the catalogue does, the first time, too, and in that order', async () => {
    const connection = {
      url: 'https://platform.example/v1',
      platform: { listOwners: () => Promise.resolve(page) },
      live: { snapshot: snapshot(services, { info }) },
    } as unknown as Connection;
    const prompts = new ScriptedPrompts({ dashboard: 'Team Zebra' });
    const opened: Subject[] = [];
    const context = {
      prompts,
      session: { require: () => connection, connections: [connection], owners: new OwnerNames() },
      workspaceServices: { inFront: undefined },
      dashboards: { open: (subject: Subject) => opened.push(subject) },
    } as unknown as CommandContext;
    await openDashboard(context, { path: true });
    assert.deepEqual(prompts.asked, [{ id: 'dashboard', choices: ['Team Ant', 'Team Zebra'] }]);
    assert.equal(opened[0]?.kind === 'path' && opened[0].name, 'group:default/a1');
  });
});
