import { parseAllDocuments, type Document } from 'yaml';

/** The documents of a text as syntax trees. Never throws: whatever the parser gives up on becomes `undefined`. */
export function parseTrees(text: string): readonly Document.Parsed[] | undefined {
  try {
    const parsed = parseAllDocuments(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      merge: false,
    });
    return [...parsed] as Document.Parsed[];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
