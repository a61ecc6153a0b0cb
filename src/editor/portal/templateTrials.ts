import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { CatalogDocument } from '../../language/protocol.js';
import type { DraftResult } from '../../model/portal.js';
import type { FilePreview } from '../runs/filePreview.js';
import { fileTree } from '../runs/runSummary.js';

/** What the dry runs of templates made and where they failed, while the templates are written. */
export class TemplateTrials implements Disposable {
  readonly #faults = vscode.languages.createDiagnosticCollection('golden-path-dry-run');
  readonly #store = new DisposableStore();
  /** Texts by path of the run before, by the template that made them. */
  readonly #before = new Map<string, ReadonlyMap<string, string>>();
  #shown: Disposable | undefined;

  constructor() {
    this.#store.add(this.#faults);
    // What is written now was not tried yet.
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.clear(document.uri);
      }),
    );
  }

  /** Marks the step that failed, or the name of the template where it is none. */
  fail(uri: vscode.Uri, { range, steps }: CatalogDocument, step: string | undefined, sentence: string): void {
    const { start, end } = steps.find(({ id }) => id === step)?.range ?? range;
    const place = new vscode.Range(start.line, start.character, end.line, end.character);
    const fault = new vscode.Diagnostic(place, sentence, vscode.DiagnosticSeverity.Error);
    fault.source = t('Dry run');
    this.#faults.set(uri, [fault]);
  }

  clear(uri: vscode.Uri): void {
    // The editor is told of each deletion, also of none.
    if (this.#faults.has(uri)) this.#faults.delete(uri);
  }

  /** Shows the tree of the files, each file beside that of the run before, and what was said. Nothing is written. */
  async show(
    preview: FilePreview,
    title: string,
    template: string,
    { files, log, output }: DraftResult,
  ): Promise<void> {
    const before = this.#before.get(template) ?? new Map<string, string>();
    const after = new Map(
      files.map(({ path, content = '', encoding }) => [
        path,
        encoding === 'base64' ? t('(a file that is no text)') : content,
      ]),
    );
    this.#before.set(template, after);
    const gone = [...before.keys()].filter((path) => !after.has(path));
    const mark = (path: string): string => {
      if (gone.includes(path)) return ` (${t('no longer made')})`;
      if (before.size === 0 || before.get(path) === after.get(path)) return '';
      return before.has(path) ? ` (${t('changed')})` : ` (${t('new')})`;
    };
    const isSame = (path: string): boolean => before.get(path) === after.get(path);
    const all = [...after.keys(), ...gone].sort((a, b) => Number(isSame(a)) - Number(isSame(b)));
    const tree = fileTree(
      all.map((path) => ({ path, action: 'Create' })),
      mark,
    );
    const given =
      Object.keys(output).length > 0 ? `\n${t('Output')}\n${JSON.stringify(output, undefined, 2)}\n` : '';
    const said = log.map(({ step = '', message }) => `${step.padEnd(12)} ${message}`.trimEnd());
    this.#shown?.dispose();
    this.#shown = await preview.show(title, [
      { path: t('All files'), before: '', after: `${tree || t('It makes no files.')}\n${given}` },
      ...all.map((path) => ({ path, before: before.get(path) ?? '', after: after.get(path) ?? '' })),
      { path: t('Log'), before: '', after: `${said.join('\n')}\n` },
    ]);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
