import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import type { CommandContext } from '../commands/context.js';
import { reached } from '../walkthrough/milestones.js';
import { filePlan, showFilePlan, type FilePlan } from './filePlan.js';
import { filesOfResult } from './plannedFiles.js';
import { writeFiles } from './writeFiles.js';

export interface Written {
  /** Path of the service's manifest below the folder, if one was among the files. */
  readonly manifest?: string;
}

/**
 * Writes the files that a template's run made: those that were shown, or others that the person agrees to after seeing
 * them. `undefined` when the person turned away, `false` when the run made no files.
 */
export async function writeMade(
  context: Pick<CommandContext, 'prompts' | 'filePreview'>,
  folder: string,
  title: string,
  { result }: Operation,
  shown?: FilePlan,
): Promise<Written | false | undefined> {
  const made = filesOfResult(result);
  if (made === undefined) return false;
  const plan = await filePlan(folder, { files: made });
  if (!isSame(plan, shown) && !(await isAgreed(context, folder, title, plan, shown))) return undefined;
  await writeFiles(folder, plan.files, new Set(plan.replaced));
  const manifest = plan.files.find(({ path }) =>
    /(^|\/)platform\.ya?ml$|\.platform\.ya?ml$|(^|\/)score\.yaml$/.test(path),
  );
  reached('goldenPath.created');
  return manifest ? { manifest: manifest.path } : {};
}

async function isAgreed(
  { prompts, filePreview }: Pick<CommandContext, 'prompts' | 'filePreview'>,
  folder: string,
  title: string,
  plan: FilePlan,
  shown: FilePlan | undefined,
): Promise<boolean> {
  const preview = await showFilePlan(filePreview, t('Preview: {0}', title), folder, plan);
  try {
    const question = shown
      ? t('The platform made other files than its plan told. Write them?')
      : t('Write {0} files into {1}?', plan.files.length, folder);
    const detail = [...plan.files.map(({ path }) => path), ...(preview.notes ?? [])].join('\n');
    return await prompts.confirm('template.otherFiles', question, detail, t('Write Them'));
  } finally {
    preview.dispose();
  }
}

function isSame(a: FilePlan, b: FilePlan | undefined): boolean {
  if (!b || a.files.length !== b.files.length) return false;
  const known = new Map(b.files.map((file) => [file.path, file.bytes]));
  return a.files.every(({ path, bytes }) => {
    const other = known.get(path);
    return other !== undefined && Buffer.compare(other, bytes) === 0;
  });
}
