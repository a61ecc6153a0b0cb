/** Whether the value at a path names a file beside the manifest. */
export function namesFile(path: readonly (string | number)[]): boolean {
  const [last, owner, holder] = [path.at(-1), path.at(-3), path.at(-2)];
  if (last === 'scoreFile') return path.join('.') === 'spec.workload.scoreFile';
  if (last === 'source') return owner === 'files' && typeof holder === 'string';
  if (last === 'file') return holder === 'openslo';
  return ['$text', '$json', '$yaml', '$openapi'].includes(String(last));
}
