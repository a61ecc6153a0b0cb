import { identityOf, type DocumentFacts, type Mention } from '../facts/documentFacts.js';

/** A mention and the document that it stands in. */
export interface Occurrence {
  readonly facts: DocumentFacts;
  readonly mention: Mention;
}

const indexes = new WeakMap<readonly DocumentFacts[], Map<string, Occurrence[]>>();

/** All mentions of what a mention means, in the order of the documents. */
export function occurrences(known: readonly DocumentFacts[], of: Mention): readonly Occurrence[] {
  let index = indexes.get(known);
  if (!index) {
    index = indexed(known);
    indexes.set(known, index);
  }
  return index.get(identityOf(of)) ?? [];
}

function indexed(known: readonly DocumentFacts[]): Map<string, Occurrence[]> {
  const index = new Map<string, Occurrence[]>();
  for (const facts of known) {
    for (const mention of facts.mentions) {
      const identity = identityOf(mention);
      const found = index.get(identity);
      if (found) found.push({ facts, mention });
      else index.set(identity, [{ facts, mention }]);
    }
  }
  return index;
}
