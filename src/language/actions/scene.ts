import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { DocumentKinds } from '../kinds/lookup.js';
import type { LanguagePorts } from '../ports.js';
import { recogniseDocument } from '../rules/documentFindings.js';

/** What a client can do with an edit. */
export interface ActionClient {
  /** Makes files. */
  readonly createsFiles: boolean;
  /** Removes files after it has asked. */
  readonly deletesFiles: boolean;
  /** Asks for the edit of an action when it is chosen, not before. */
  readonly resolvesEdits: boolean;
  /** Shows why an action cannot be done. */
  readonly showsDisabled: boolean;
}

/** Where actions are asked for; `only` names the kinds wanted, all when it is absent. */
export interface CodeActionQuery {
  readonly range: Range;
  readonly only?: readonly string[];
  /** Whether the editor asks by itself, whenever the cursor moves: then only what is wrong is worth a light bulb. */
  readonly isAutomatic?: boolean;
  /** Nothing beyond plain edits when it is absent. */
  readonly client?: ActionClient;
  /** URIs of the folders of the workspace. */
  readonly workspaceRoots?: readonly string[];
}

/** Everything that an action is worked out from. */
export interface Scene {
  readonly source: TextDocument;
  readonly file: ManifestFile;
  readonly isOurs: boolean;
  /** What decides the kinds of a file's documents besides their own words. */
  readonly kindsFor: (source: TextDocument) => DocumentKinds;
  readonly ports: LanguagePorts;
  readonly query: CodeActionQuery;
  /** What is wrong with the file; worked out when first asked for. */
  readonly findings: () => Promise<readonly Diagnostic[]>;
  /** The same with another text in the file. */
  readonly withText: (text: string) => Scene;
}

/** One document of the scene; offsets of changes count from its begin. */
export interface Site extends PlacedDocument {
  readonly scene: Scene;
  /** `undefined` where it is not known, or the document cannot be read. */
  readonly kind: Kind | undefined;
}

/** The document that an offset of the file is in. */
export function siteAt(scene: Scene, at: number): Site | undefined {
  const placed = scene.file.documents.findLast(
    ({ offset, document }) => offset + document.tree.range[0] <= at,
  );
  return placed && { ...placed, scene, kind: kindOf(placed.document, scene.isOurs) };
}

function kindOf(document: YamlDocument, isOurs: boolean): Kind | undefined {
  if (document.plain.problem) return undefined;
  const recognition = recogniseDocument(document, isOurs);
  return recognition.is === 'known' ? recognition.kind : undefined;
}
