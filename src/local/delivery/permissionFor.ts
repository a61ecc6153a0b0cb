/** The permission that a kind of change asks for. */
export function permissionFor(kind: string): 'deploy' | 'promote' | 'rollback' | 'restart' {
  if (kind === 'Promote') return 'promote';
  if (kind === 'Rollback') return 'rollback';
  return kind === 'Restart' ? 'restart' : 'deploy';
}
