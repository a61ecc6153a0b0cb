import { readdirSync, readFileSync } from 'node:fs';

/** The variable by which a process tells which platform started it, so that none is missed however it was orphaned. */
export const markVariable = 'GOLDEN_PATH_RUN';

/** The processes of this machine that carry a mark; only Linux tells. */
export function markedProcesses(mark: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${markVariable}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted);
      } catch {
        return false;
      }
    })
    .map(Number);
}
