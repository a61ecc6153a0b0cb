import assert from 'node:assert/strict';
import { isMap, isPair, isScalar, visit, type Document, type YAMLMap } from 'yaml';
import { cursorAt } from '../../src/language/completion/cursor.js';
import { cutLine, documentLines } from '../../src/language/completion/lines.js';
import { parseYaml } from '../../src/language/documents/yamlDocument.js';
import { documentOf } from './checks.js';
import { applied, mutate } from './mutations.js';
import { Random } from './random.js';
import { seeds } from './seeds.js';

const rounds = Math.ceil(Number(process.env['GOLDEN_PATH_FUZZ'] ?? 1500) / 5);
const seed = Number(process.env['GOLDEN_PATH_FUZZ_SEED'] ?? 1);

interface KeyPlace {
  readonly offset: number;
  readonly path: readonly (string | number)[];
  readonly siblings: readonly string[];
}

/** Completion reads what surrounds a key from the lines alone; the syntax tree must say the same. */
describe('the surroundings of a key', function () {
  this.timeout(0);

  it(`are the same by the lines as by the tree: ${rounds} texts from seed ${seed}`, () => {
    const texts = seeds();
    const failures: string[] = [];
    let compared = 0;
    for (let round = 0; round < rounds && failures.length < 5; round++) {
      const random = new Random(seed * 7_000_003 + round);
      let text = random.pick(texts);
      for (let index = random.below(3); index > 0; index--) text = applied(text, mutate(text, random));
      const places = keyPlaces(text);
      if (places.length === 0) continue;
      compared++;
      const failure = compare(text, random.pick(places));
      if (failure !== undefined) failures.push(`round ${round}: ${failure}`);
    }
    assert.deepEqual(failures, []);
    assert.ok(compared > rounds / 4, `only ${compared} of ${rounds} texts could be compared`);
  });
});

function compare(text: string, place: KeyPlace): string | undefined {
  const document = documentOf(text);
  const position = document.positionAt(place.offset);
  const lines = documentLines(text, position.line);
  const cursor = cursorAt(lines, cutLine(text, position, lines).before);
  const found = cursor && { path: cursor.path, siblings: [...cursor.siblings].sort() };
  try {
    assert.deepEqual(found, { path: place.path, siblings: [...place.siblings].sort() });
    return undefined;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nat ${position.line}:${position.character} of\n${text}`;
  }
}

/** The keys of the block maps of a text without faults: those whose surroundings the lines can tell. */
function keyPlaces(text: string): readonly KeyPlace[] {
  const parsed = parseYaml(text) ?? [];
  // What the lines do not tell is written so by nobody, or means another file: explicit keys, tags, other line ends.
  if (parsed.length !== 1 || /^\s*[?%]|^\.\.\.|^---|\r(?!\n)|\t|[\u2028\uFEFF\0]/m.test(text)) return [];
  const [document] = parsed;
  if (!document || document.tree.errors.length > 0) return [];
  return placesIn(document.tree);
}

function placesIn(tree: Document.Parsed): readonly KeyPlace[] {
  const places: KeyPlace[] = [];
  visit(tree, {
    Pair(_, pair, ancestors) {
      const map = ancestors.at(-1);
      const isBlock = ancestors.every((node) => !isMap(node) || node.flow !== true);
      if (!isMap(map) || !isBlock || !isScalar(pair.key) || !pair.key.range) return undefined;
      const names = map.items.map(nameOf);
      const path = pathTo(ancestors);
      if (!path || names.includes(undefined) || new Set(names).size < names.length) return undefined;
      places.push({
        offset: pair.key.range[0],
        path,
        siblings: names.filter((name) => name !== nameOf(pair)) as string[],
      });
      return undefined;
    },
  });
  return places;
}

/** The name of a plain key on one line; `undefined` for others. */
function nameOf({ key }: YAMLMap['items'][number]): string | undefined {
  if (!isScalar(key) || typeof key.value !== 'string' || key.tag !== undefined || key.anchor !== undefined) {
    return undefined;
  }
  return key.type === 'PLAIN' && !key.value.includes('\n') ? key.value : undefined;
}

function pathTo(ancestors: readonly unknown[]): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  for (const [index, node] of ancestors.entries()) {
    const next = ancestors[index + 1];
    if (isPair(node)) {
      const name = nameOf(node);
      if (name === undefined) return undefined;
      path.push(name);
    } else if (
      typeof node === 'object' &&
      node !== null &&
      'items' in node &&
      !isMap(node) &&
      next !== undefined
    ) {
      path.push((node.items as unknown[]).indexOf(next));
    }
  }
  return path;
}
