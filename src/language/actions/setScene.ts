import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { ManifestFiles } from '../documents/manifestFile.js';
import { diagnostics } from '../features/diagnostics.js';
import type { PlatformCheck } from '../platformCheck/platformCheck.js';
import type { Scene } from './scene.js';

/** What actions are worked out from, its findings left for when they are asked for. */
export function setScene(
  given: Omit<Scene, 'findings' | 'withText'> & { readonly platform?: PlatformCheck },
): Scene {
  const { source, file, isOurs, ports, query, platform } = given;
  let found: Promise<readonly Diagnostic[]> | undefined;
  return {
    source,
    file,
    isOurs,
    ports,
    query,
    findings: () => (found ??= diagnostics(file, isOurs, ports, platform)),
    withText: (text) => {
      const next = TextDocument.create(source.uri, source.languageId, source.version, text);
      return setScene({ source: next, file: new ManifestFiles(1).get(next), isOurs, ports, query });
    },
  };
}
