/** An address of a repository without what spellings differ in; host and path alone: `git@host:a/b.git` is `https://user@host/a/b`. */
export function spelt(address: string): string {
  const plain = address.replace(/^[a-z+]+:\/\//i, '').replace(/^[^@/]*@/, '');
  return plain
    .replace(/^([^:/]+):(?:\d+\/)?\/?/, '$1/')
    .replace(/(\.git)?\/*$/, '')
    .toLowerCase();
}
