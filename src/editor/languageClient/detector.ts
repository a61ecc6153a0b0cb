import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import { detectManifest, mayBeCustomKind } from '../../model/manifestDetector.js';
import { manifestLanguage, manifestSchemes } from './manifestDocuments.js';

/** The lines in which a document says what it is; a change below them is not looked at. */
const tellingLines = 40;

/**
 * Finds manifests among YAML documents by what they hold. Ours are given our language, once per document and
 * never against the user's choice; Score files stay YAML. Costs no more than a look at the first kilobytes.
 */
export class ManifestDetector implements Disposable {
  readonly #store = new DisposableStore();
  readonly #onManifest: (document: vscode.TextDocument) => void;
  /** Documents that were given our language. */
  readonly #switched = new Set<string>();
  /** Documents that the user gave another language since. */
  readonly #declined = new Set<string>();
  #closing: string | undefined;

  /** `onManifest` hears of each manifest and Score file when it is opened or becomes one. */
  constructor(onManifest: (document: vscode.TextDocument) => void) {
    this.#onManifest = onManifest;
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.#store.add(vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)));
    this.#store.add(vscode.workspace.onDidChangeTextDocument((change) => this.#edited(change)));
  }

  /** Looks at the documents that are open already. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.#look(document);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #opened(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    // A change of language arrives as close and open in one go.
    if (this.#closing === uri && document.languageId !== manifestLanguage) this.#declined.add(uri);
    this.#look(document);
  }

  #closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (document.languageId !== manifestLanguage || !this.#switched.delete(uri)) return;
    this.#closing = uri;
    queueMicrotask(() => (this.#closing = undefined));
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.languageId !== 'yaml') return;
    if (contentChanges.some((change) => change.range.start.line < tellingLines)) {
      this.#look(document, new vscode.Range(0, 0, tellingLines, 0));
    }
  }

  #look(document: vscode.TextDocument, part?: vscode.Range): void {
    if (!manifestSchemes.includes(document.uri.scheme)) return;
    if (document.languageId === manifestLanguage) {
      this.#onManifest(document);
      return;
    }
    if (document.languageId !== 'yaml') return;
    const text = document.getText(part);
    const found = detectManifest(text, document.uri.path);
    if (found === 'score' || found === 'backstage') this.#onManifest(document);
    else if (found === 'platform' && this.#maySwitch(document)) {
      this.#switched.add(document.uri.toString());
      void vscode.languages.setTextDocumentLanguage(document, manifestLanguage);
    } else if (found === undefined && (mayBeCustomKind(text) || hasSchemas(document))) {
      this.#onManifest(document);
    }
  }

  #maySwitch(document: vscode.TextDocument): boolean {
    const uri = document.uri.toString();
    return !this.#switched.has(uri) && !this.#declined.has(uri) && !isAssociated(document);
  }
}

/** Whether the settings give schemas to files: then any may be meant. */
function hasSchemas(document: vscode.TextDocument): boolean {
  const schemas: unknown = vscode.workspace.getConfiguration('goldenPath', document.uri).get('schemas');
  return Array.isArray(schemas) && schemas.length > 0;
}

/** Whether the user's own `files.associations` say what this file is. */
function isAssociated(document: vscode.TextDocument): boolean {
  const found = vscode.workspace
    .getConfiguration('files', document.uri)
    .inspect<Record<string, string>>('associations');
  const patterns = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].flatMap((value) =>
    Object.keys(value ?? {}),
  );
  return patterns.some(
    (pattern) =>
      vscode.languages.match({ pattern: pattern.includes('/') ? pattern : `**/${pattern}` }, document) > 0,
  );
}
