import { TextDocument } from 'vscode-languageserver-textdocument';
import { t } from '../../base/l10n.js';
import { ManifestFiles } from '../documents/manifestFile.js';
import type { ConversionSource } from './conversion.js';
import type { Notes, SourceDocument } from './notes.js';

/** The documents of the sources that can be read; of the others it is noted why not. Nothing is shared with other parses. */
export function readDocuments(sources: readonly ConversionSource[], notes: Notes): SourceDocument[] {
  const files = new ManifestFiles({ capacity: sources.length + 1, hasComments: true });
  return sources.flatMap(({ uri, text, isContext = false }) => {
    const source = TextDocument.create(uri, 'yaml', 0, text);
    const { extent, documents } = files.get(source);
    if (documents.length === 0 && extent !== 'full' && !isContext) notes.refuse(uri, unreadable());
    return documents.flatMap(({ document, offset }): SourceDocument[] => {
      const from: SourceDocument = { source, offset, document, map: document.map ?? {}, isContext };
      if (document.root === null && document.tree.errors.length === 0) return [];
      if (extent !== 'full' || document.tree.errors.length > 0 || document.plain.problem) {
        if (!isContext) notes.add(from, [], unreadable(), 'error');
        return [];
      }
      return [from];
    });
  });
}

function unreadable(): string {
  return t('This document is not valid YAML, or too large. Render templates first, correct the rest.');
}
