import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { ManifestFiles } from '../documents/manifestFile.js';
import { diagnostics, type MoreFindings } from '../features/diagnostics.js';
import type { Scene } from './scene.js';

type Given = Omit<Scene, 'findings' | 'withText'> & {
  /** What others than the rules find; it is left out where the text is not the one they looked at. */
  readonly more?: MoreFindings;
};

/** What actions are worked out from, its findings left for when they are asked for. */
export function setScene({ more, ...given }: Given): Scene {
  const { source, file, isOurs, ports, kindsFor } = given;
  let found: Promise<readonly Diagnostic[]> | undefined;
  return {
    ...given,
    findings: () => (found ??= diagnostics(file, isOurs, ports, more)),
    withText: (text) => {
      const next = TextDocument.create(source.uri, source.languageId, source.version, text);
      return setScene({
        ...given,
        source: next,
        file: new ManifestFiles({ kindsFor, capacity: 1 }).get(next),
      });
    },
  };
}
