import assert from 'node:assert/strict';
import { checkEdits } from './checks.js';
import { applied, mutate, type Edit } from './mutations.js';
import { Random } from './random.js';
import { seeds } from './seeds.js';

/** How many texts are looked at: each edit makes one. `npm run fuzz` asks for 100,000. */
const documents = Number(process.env['GOLDEN_PATH_FUZZ'] ?? 1500);
const seed = Number(process.env['GOLDEN_PATH_FUZZ_SEED'] ?? 1);
const editsInARow = 5;

describe('the language service under random edits', function () {
  this.timeout(0);

  it(`answers as after a full parse, in time and in place: ${documents} texts from seed ${seed}`, async () => {
    const texts = seeds();
    const failures: string[] = [];
    for (let round = 0; round * editsInARow < documents && failures.length < 5; round++) {
      const random = new Random(seed * 1_000_003 + round);
      const start = random.pick(texts);
      const edits: Edit[] = [];
      let text = start;
      for (let index = 0; index < editsInARow; index++) {
        const edit = mutate(text, random);
        edits.push(edit);
        text = applied(text, edit);
      }
      try {
        await checkEdits(start, edits, random);
      } catch (error) {
        failures.push(
          `round ${round}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n${text}`,
        );
      }
    }
    assert.deepEqual(failures, []);
  });
});
