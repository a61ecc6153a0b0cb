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

/**
 * Where something is defined: in the first of our own kinds, the catalogue and Score that does. A Service comes before
 * the component and the workload of its name, and one document has one place.
 */
export function definitions(known: readonly DocumentFacts[], of: Mention): readonly Occurrence[] {
  const all = occurrences(known, of).filter(({ mention }) => mention.role === 'definition');
  const first = Math.min(...all.map(({ facts }) => rank(facts)));
  return all.filter(
    ({ facts }, index) => rank(facts) === first && all.findLastIndex((one) => one.facts === facts) === index,
  );
}

function rank({ apiVersion }: DocumentFacts): number {
  if (apiVersion.startsWith('goldenpath.dev/')) return 0;
  return apiVersion.startsWith('score.dev/') ? 2 : 1;
}
