import { isCatalogued, type DocumentFacts, type Mention } from '../facts/documentFacts.js';

/** A mention and the document that it stands in. */
export interface Occurrence {
  readonly facts: DocumentFacts;
  readonly mention: Mention;
}

/**
 * All mentions of what a mention means, in the order of the documents. A walk over all mentions takes a few
 * milliseconds for ten thousand documents; an index of them would cost a hundred times that after every edit.
 */
export function occurrences(known: readonly DocumentFacts[], of: Mention): readonly Occurrence[] {
  const { subject, scope } = of;
  const ignoresCase = isCatalogued(subject);
  const name = ignoresCase ? of.name.toLowerCase() : of.name;
  const found: Occurrence[] = [];
  for (const facts of known) {
    for (const mention of facts.mentions) {
      if (mention.subject !== subject || mention.scope !== scope) continue;
      if ((ignoresCase ? mention.name.toLowerCase() : mention.name) === name) found.push({ facts, mention });
    }
  }
  return found;
}
