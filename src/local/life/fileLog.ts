import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { Log } from '../../model/log.js';

const maxBytes = 2 * 1024 * 1024;

/** Writes to a file that is replaced when it grows; warnings and errors also go to `stderr`. */
export function fileLog(file: string, stderr: Writable): Log {
  const write = (level: string, message: string, error?: unknown): void => {
    const line = `${new Date().toISOString()} ${level} ${printable(message)}${error === undefined ? '' : ` ${describe(error)}`}\n`;
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A full disk must not stop the platform.
    }
    if (level === 'warn' || level === 'error') stderr.write(`${printable(message)}\n`);
  };
  return {
    debug: () => undefined,
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, error) => write('error', message, error),
  };
}

function printable(message: string): string {
  return message.replace(/[\p{Cc}]+/gu, ' ');
}

function describe(error: unknown): string {
  return error instanceof Error ? printable(error.stack ?? error.message) : printable(String(error));
}
