import { moved, changed, overlap, type Change } from '../../edits/change.js';
import { proposals } from '../quickFixes.js';
import { findingSite } from '../fixes/fix.js';
import type { Scene } from '../scene.js';

const mostRounds = 10;

/**
 * Everything that has one clear way to be mended, until nothing more has: a text that is mended in one place may show
 * what is wrong in another. The text as it is then.
 */
export async function fixedText(scene: Scene): Promise<string> {
  let now = scene;
  for (let round = 0; round < mostRounds; round++) {
    const text = now.source.getText();
    const changes = await safeChanges(now);
    const next = changed(text, changes);
    if (next === text) break;
    now = scene.withText(next);
  }
  return now.source.getText();
}

/** Those that do not touch each other; the others wait for the next round. */
async function safeChanges(scene: Scene): Promise<Change[]> {
  const chosen: Change[] = [];
  for (const finding of await scene.findings()) {
    const site = findingSite(scene, finding);
    const safe = site && (await proposals(site)).find(({ isSafe, changes }) => isSafe && changes);
    if (!site || !safe?.changes) continue;
    const own = moved(safe.changes, site.offset);
    if (!own.some((change) => chosen.some((other) => overlap(change, other)))) chosen.push(...own);
  }
  return chosen;
}
