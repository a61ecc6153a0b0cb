import assert from 'node:assert/strict';
import { blockTree, type BlockTree } from '../../src/language/documents/blockTree.js';
import type { BlockSizes } from '../../src/language/documents/blocks.js';
import { PartPool } from '../../src/language/documents/parts.js';
import { parseTrees } from '../../src/language/documents/parseTrees.js';
import { sectionsOf } from '../../src/language/documents/sections.js';
import { treeShape } from '../support/treeShape.js';
import { applied, mutate } from './mutations.js';
import { Random } from './random.js';
import { seeds } from './seeds.js';

const rounds = Math.ceil(Number(process.env['GOLDEN_PATH_FUZZ'] ?? 1500) / 2);
const seed = Number(process.env['GOLDEN_PATH_FUZZ_SEED'] ?? 1);

/** Short texts are to be split too. */
const sizes: readonly BlockSizes[] = [
  { split: 40, least: 1, most: 1 },
  { split: 60, least: 20, most: 120 },
  { split: 200, least: 60, most: 400 },
];

describe('a document read in parts', function () {
  this.timeout(0);

  it(`is the one read whole, after every edit: ${rounds} documents from seed ${seed}`, () => {
    const texts = seeds();
    const failures: string[] = [];
    let compared = 0;
    let faulty = 0;
    for (let round = 0; round < rounds && failures.length < 3; round++) {
      const random = new Random(seed * 9_000_011 + round);
      const size = random.pick(sizes);
      let text = random.pick(texts);
      let pool = new PartPool();
      for (let edit = 0; edit < 6; edit++) {
        const next = new PartPool();
        for (const section of sectionsOf(text)) {
          const read = blockTree(section.text, pool, size);
          const failure = read && differenceOf(section.text, read);
          if (failure !== undefined) failures.push(`round ${round}, edit ${edit}: ${failure}`);
          if (!read) continue;
          next.add(read.parts);
          compared++;
          if (read.tree.errors.length > 0) faulty++;
        }
        pool = next;
        text = applied(text, mutate(text, random));
      }
    }
    assert.deepEqual(failures, []);
    assert.ok(compared > rounds / 2, `Only ${compared} documents were read in parts.`);
    assert.ok(faulty > 0, 'No document with a fault was read in parts.');
  });
});

function differenceOf(text: string, { tree }: BlockTree): string | undefined {
  const [whole, ...others] = parseTrees(text) ?? [];
  if (!whole || others.length > 0) return `is not one document\n${text}`;
  try {
    assert.deepEqual(treeShape(tree), treeShape(whole));
    return undefined;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${text}`;
  }
}
