import assert from 'node:assert/strict';
import { watchEffects } from '../support/effects.js';
import { everyCommand, garbage, runBadly } from '../support/everyCommand.js';
import { app } from '../support/extension.js';

/** What editing needs, which an untrusted workspace has. */
const ofTheEditor = /^(spawn|fork) .*server/;

describe('every command, called badly in an untrusted workspace', () => {
  for (const command of everyCommand()) {
    it(`${command} says a sentence or nothing, and connects and runs nothing`, async () => {
      const loaded = await app();
      const effects = watchEffects();
      try {
        await runBadly(loaded, command, garbage());
        const driver = process.env['GOLDEN_PATH_DRIVER'] ?? '';
        const seen = effects.seen.filter((each) => !each.includes(driver) && !ofTheEditor.test(each));
        assert.deepEqual(seen, []);
        assert.equal(loaded.session.connection, undefined);
      } finally {
        effects.stop();
      }
    }).timeout(60_000);
  }
});
