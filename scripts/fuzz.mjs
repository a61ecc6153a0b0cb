/**
 * Looks for texts that the language service answers wrongly, slowly or not at all: `npm run fuzz [-- COUNT [SEED]]`.
 * COUNT texts are made by random edits (100,000 unless given); the same SEED makes the same texts.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [count = '100000', seed = '1'] = process.argv.slice(2);
if (![count, seed].every((given) => /^\d+$/.test(given))) {
  process.stderr.write('Give numbers: npm run fuzz -- COUNT SEED\n');
  process.exit(2);
}
const test = fileURLToPath(new URL('test.mjs', import.meta.url));
const env = { ...process.env, GOLDEN_PATH_FUZZ: count, GOLDEN_PATH_FUZZ_SEED: seed };
process.exit(spawnSync(process.execPath, [test, 'fuzz'], { stdio: 'inherit', env }).status ?? 1);
