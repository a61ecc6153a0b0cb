import path from 'node:path';
import * as vscode from 'vscode';
import { pathFault } from '../../base/safePath.js';
import { threeWay } from '../../base/threeWay.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { FileChange } from '../../model/run.js';
import type { CommandContext } from '../commands/context.js';
import { plannedFiles, type PlannedFile } from './plannedFiles.js';
import { existing, writeFiles } from './writeFiles.js';

/** What a file was before the service and its template changed it; `undefined` where that is not known. */
export type BaseOf = (path: string, theirs: string) => Promise<string | undefined>;

export interface UpdatedService {
  readonly service: string;
  readonly folder: string;
  readonly from: string;
}

interface MergedFile {
  readonly file: PlannedFile;
  /** `undefined`: the file is new. */
  readonly before: string | undefined;
  readonly after: string;
  readonly conflicts: number;
}

/**
 * Shows what the newer files make of a service's own, and merges them when the person agrees: changed files are left open
 * and unsaved, conflicts between the marks that the editor resolves. False when the person turned away.
 */
export async function applyUpdate(
  { prompts, filePreview }: Pick<CommandContext, 'prompts' | 'filePreview'>,
  { service, folder, from }: UpdatedService,
  to: string,
  files: readonly FileChange[],
  baseOf: BaseOf | undefined,
): Promise<boolean> {
  const labels = { ours: service, theirs: t('template {0}', to) };
  const merged: MergedFile[] = [];
  const withoutText: string[] = [];
  const goneHere: string[] = [];
  for (const file of plannedFiles(files)) {
    const bytes = await textNow(folder, file);
    if (bytes && Buffer.compare(bytes, file.bytes) === 0) continue;
    if (bytes && (bytes.includes(0) || file.bytes.includes(0))) {
      withoutText.push(file.path);
      continue;
    }
    const newer = new TextDecoder().decode(file.bytes);
    const theirs = unixLines(newer);
    const before = bytes && unixLines(new TextDecoder().decode(bytes));
    const old = await baseOf?.(file.path, newer);
    const base = old === undefined ? undefined : unixLines(old);
    if (before === undefined && base) {
      // Deleted here on purpose: it does not come back, and what the template has changed in it is said.
      if (base !== theirs) goneHere.push(file.path);
      continue;
    }
    const { text, conflicts } =
      before === undefined ? { text: theirs, conflicts: 0 } : threeWay(base, before, theirs, labels);
    if (text !== before) merged.push({ file, before, after: text, conflicts });
  }
  const notes = notesOn([
    [t('Left as they are'), withoutText],
    [t('Deleted here, changed by the template'), goneHere],
    [t('No longer in the template'), await dropped(folder, files)],
  ]);
  if (merged.length === 0) {
    const all = t('{0} has all that version {1} of its template brings.', service, to);
    prompts.tell('info', notes.length === 0 ? all : notes.join(' · '));
    return true;
  }
  const conflicts = merged.reduce((sum, each) => sum + each.conflicts, 0);
  const shown = await filePreview.show(
    t('Update {0}: {1} to {2}', service, from, to),
    merged.map(({ file, before = '', after }) => ({ path: file.path, before, after })),
  );
  try {
    const isAgreed = await prompts.pick({
      id: 'update.confirm',
      title: t('Update {0} from template version {1} to {2}?', service, from, to),
      placeholder: t('Nothing is changed before you confirm'),
      patient: true,
      choices: [
        {
          label: t('Merge Into {0} Files', merged.length),
          icon: 'git-merge',
          detail: [
            conflicts === 0 ? t('No conflicts') : t('{0} conflicts to resolve', conflicts),
            t('Changed files stay unsaved, so that all can be undone'),
            ...notes,
          ].join(' · '),
          value: true,
        },
        { label: t('Cancel'), icon: 'close', value: false },
      ],
    });
    if (isAgreed !== true) return false;
  } finally {
    shown.dispose();
  }
  await merge(folder, merged);
  const first = merged.find((each) => each.conflicts > 0) ?? merged[0];
  if (first) await vscode.window.showTextDocument(uriOf(folder, first.file), { preview: false });
  prompts.tell(
    conflicts === 0 ? 'info' : 'warning',
    conflicts === 0
      ? t('{0} is merged with version {1} of its template. Look at the files and save them.', service, to)
      : t(
          '{0} is merged with version {1} of its template: resolve {2} conflicts, then save.',
          service,
          to,
          conflicts,
        ),
  );
  return true;
}

/** Line ends are nobody's change: the editor gives what it inserts those of the file. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function notesOn(about: readonly (readonly [what: string, files: readonly string[]])[]): readonly string[] {
  return about.filter(([, files]) => files.length > 0).map(([what, files]) => `${what}: ${files.join(', ')}`);
}

/** Files that are here and that the newer version has no more: whether they go is for the person to say. */
async function dropped(folder: string, files: readonly FileChange[]): Promise<readonly string[]> {
  const gone: string[] = [];
  for (const { path: name, action } of files) {
    if (action !== 'Delete' || pathFault(name)) continue;
    if (await existing(folder, { path: name })) gone.push(name);
  }
  return gone;
}

async function merge(folder: string, merged: readonly MergedFile[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { file, before, after } of merged) {
    if (before === undefined) continue;
    const document = await vscode.workspace.openTextDocument(uriOf(folder, file));
    // What is unsaved there was not looked at.
    if (unixLines(document.getText()) !== before) {
      throw new UserError('template.changed', t('{0} changed meanwhile. Save it and try again.', file.path));
    }
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), after);
  }
  await writeFiles(
    folder,
    merged.filter(({ before }) => before === undefined).map(({ file }) => file),
  );
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new UserError(
      'template.not-merged',
      t('The files could not be changed. Is one of them read-only?'),
    );
  }
}

/** What is on disk, or unsaved in the editor. */
async function textNow(folder: string, file: PlannedFile): Promise<Uint8Array | undefined> {
  const onDisk = await existing(folder, file);
  const uri = uriOf(folder, file).toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
  return onDisk && open?.isDirty ? new TextEncoder().encode(open.getText()) : onDisk;
}

function uriOf(folder: string, { path: relative }: Pick<PlannedFile, 'path'>): vscode.Uri {
  return vscode.Uri.file(path.join(folder, ...relative.split('/')));
}
