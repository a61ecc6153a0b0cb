import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Something that differs between a process and a later one with the same id: boot and start time.
 * `undefined` when there is no such process (or, on systems that do not tell, always).
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ]);
      // The name in parentheses may hold spaces; fields are counted after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : `${boot.trim()}:${fields[19] ?? ''}`;
    }
    if (process.platform === 'win32') {
      const command = `(Get-Process -Id ${pid}).StartTime.Ticks`;
      return (await run('powershell.exe', ['-NoProfile', '-Command', command])).stdout.trim() || undefined;
    }
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
