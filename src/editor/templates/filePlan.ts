import { t } from '../../base/l10n.js';
import type { RunPlan } from '../../model/run.js';
import type { FilePreview } from '../runs/filePreview.js';
import { fileTree } from '../runs/runSummary.js';
import type { Shown } from '../runs/runWrite.js';
import { plannedFiles, type PlannedFile } from './plannedFiles.js';
import { existing } from './writeFiles.js';

export interface FilePlan {
  readonly files: readonly PlannedFile[];
  /** Those that are there with other content. */
  readonly replaced: readonly string[];
}

/** What a plan would do to the files of a folder. Throws `UserError` when one may not be written. */
export async function filePlan(folder: string, plan: Pick<RunPlan, 'files'>): Promise<FilePlan> {
  const files: PlannedFile[] = [];
  const replaced: string[] = [];
  for (const file of plannedFiles(plan.files ?? [])) {
    const before = await existing(folder, file);
    if (before && Buffer.compare(before, file.bytes) === 0) continue;
    if (before) replaced.push(file.path);
    files.push(file);
  }
  return { files, replaced };
}

/** Shows the tree of the files and each of them beside what is there now. Nothing is written. */
export async function showFilePlan(
  preview: FilePreview,
  title: string,
  folder: string,
  { files, replaced }: FilePlan,
): Promise<Shown> {
  const mark = (path: string): string => {
    if (replaced.includes(path)) return ` (${t('is there already')})`;
    return files.some((file) => file.path === path && file.isDelicate)
      ? ` (${t('run by editors or servers')})`
      : '';
  };
  const comparisons = await Promise.all(
    files.map(async (file) => ({
      path: file.path,
      before: textOf(await existing(folder, file)),
      after: textOf(file.bytes),
    })),
  );
  const tree = fileTree(
    files.map(({ path }) => ({ path, action: 'Create' })),
    mark,
  );
  const first = { path: t('All files'), before: '', after: `${folder}\n${tree}\n` };
  const shown = await preview.show(title, [first, ...comparisons]);
  const delicate = files.filter((file) => file.isDelicate).map(({ path }) => path);
  return {
    dispose: () => shown.dispose(),
    notes: [
      ...(replaced.length > 0 ? [t('Replaces {0}', replaced.join(', '))] : []),
      ...(delicate.length > 0
        ? [t('Writes files that editors or servers run: {0}', delicate.join(', '))]
        : []),
    ],
  };
}

/** Bytes that are no text are told by their number. */
function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes) return '';
  return bytes.includes(0)
    ? t('({0} bytes that are no text)', bytes.length)
    : new TextDecoder().decode(bytes);
}
