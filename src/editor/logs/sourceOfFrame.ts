/** The steps of a path as a stack trace writes it, without what leads nowhere; `undefined` where it climbs out. */
export function pathSteps(written: string): readonly string[] | undefined {
  const plain = written
    .replace(/^file:\/\//, '')
    .replace(/^[A-Za-z]:(?=[\\/])/, '')
    .replace(/^webpack:\/{2,3}/, '');
  const steps: string[] = [];
  for (const step of plain.split(/[\\/]/)) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps;
}

/**
 * Of files that have the name of a frame's file those that fit its path best: the longer the common end, the better,
 * and between equals those of the service's own folder. Paths of files are relative to the workspace.
 */
export function bestFiles<T extends { readonly path: string }>(
  steps: readonly string[],
  files: readonly T[],
  serviceFolder?: string,
): readonly T[] {
  const prefix = serviceFolder === undefined || serviceFolder === '' ? '' : `${serviceFolder}/`;
  const scored = files.map((file) => ({
    file,
    score:
      2 * commonEnd(steps, file.path.split('/')) + (prefix !== '' && file.path.startsWith(prefix) ? 1 : 0),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best && score >= 2).map(({ file }) => file);
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count++;
  return count;
}
