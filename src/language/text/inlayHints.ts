import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { ManifestFile } from '../documents/manifestFile.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import type { LanguageSettings } from '../settings.js';
import { defaultHints } from './defaultHints.js';
import type { DocumentHint } from './documentHint.js';
import { environmentHints } from './environmentHints.js';

const mostHints = 1000;

/** What is in force without being written there: replicas in each environment, and defaults where they are asked for. */
export function inlayHints(
  file: ManifestFile,
  isOurs: boolean,
  range: Range,
  settings: LanguageSettings['inlayHints'],
): InlayHint[] {
  if (file.extent !== 'full' || (!settings.replicas && !settings.defaults)) return [];
  const { source } = file;
  const from = source.offsetAt(range.start);
  const to = source.offsetAt(range.end);
  return file.documents
    .filter(({ document, offset }) => offset <= to && offset + document.text.length >= from)
    .flatMap(({ document, offset }) => {
      const recognition = recogniseDocument(document, isOurs);
      if (recognition.is !== 'known' || document.tree.errors.length > 0 || document.plain.problem) return [];
      const found: DocumentHint[] = [
        ...(settings.replicas ? environmentHints(document, recognition.kind) : []),
        ...(settings.defaults ? defaultHints(document, recognition.kind) : []),
      ];
      return found
        .map((hint) => ({ ...hint, at: hint.at + offset }))
        .filter(({ at }) => at >= from && at <= to);
    })
    .sort((a, b) => a.at - b.at)
    .slice(0, mostHints)
    .map(({ at, label, tooltip }) => ({
      position: source.positionAt(at),
      label,
      tooltip: { kind: 'markdown', value: tooltip },
      paddingLeft: true,
    }));
}
