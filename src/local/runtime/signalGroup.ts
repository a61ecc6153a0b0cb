import { spawn } from 'node:child_process';

/** Sends a signal to a whole process group; on Windows ends the process tree. False when there is nobody. */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 0): boolean {
  if (pid <= 1) return false;
  try {
    if (process.platform === 'win32') {
      if (signal === 0) process.kill(pid, 0);
      else endTree(pid, signal === 'SIGKILL');
    } else process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

function endTree(pid: number, force: boolean): void {
  const args = ['/PID', String(pid), '/T', ...(force ? ['/F'] : [])];
  spawn('taskkill.exe', args, { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
}
