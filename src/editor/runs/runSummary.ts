import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { FileChange, RunPlan } from '../../model/run.js';

/** What a plan does, in a line. */
export function runSummary({ files = [], changes = [] }: RunPlan): string {
  const counts = [
    files.length === 0 ? '' : files.length === 1 ? t('1 file') : t('{0} files', counted(files.length)),
    ...changes.map(({ action, resource, destructive, message }) =>
      [destructive ? t('DESTROYS {0}', resource) : `${action} ${resource}`, message]
        .filter(Boolean)
        .join(': '),
    ),
  ];
  const [first, ...others] = counts.filter((text) => text !== '');
  return first === undefined
    ? t('Changes nothing that the platform tells of')
    : [first, ...others].join(' · ');
}

/** The files as a tree, folders first. */
export function fileTree(
  files: readonly Pick<FileChange, 'path' | 'action'>[],
  mark: (path: string) => string,
): string {
  const lines: string[] = [];
  let before: readonly string[] = [];
  for (const { path } of [...files].sort(inTreeOrder)) {
    const names = path.split('/');
    const shared = names.findIndex((name, index) => name !== before[index] || index === names.length - 1);
    for (let depth = shared; depth < names.length; depth++) {
      const isFile = depth === names.length - 1;
      lines.push(`${'  '.repeat(depth)}${names[depth] ?? ''}${isFile ? mark(path) : '/'}`);
    }
    before = names;
  }
  return lines.join('\n');
}

function inTreeOrder(a: Pick<FileChange, 'path'>, b: Pick<FileChange, 'path'>): number {
  const left = a.path.split('/');
  const right = b.path.split('/');
  const at = left.findIndex((name, index) => name !== right[index]);
  if (at < 0) return left.length - right.length;
  const isFolder = (names: readonly string[]): number => (names.length > at + 1 ? 0 : 1);
  return isFolder(left) - isFolder(right) || (left[at] ?? '').localeCompare(right[at] ?? '');
}
