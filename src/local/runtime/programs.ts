import { existsSync } from 'node:fs';
import path from 'node:path';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/** How to start npm without a shell: its own script where the command is a batch file (Windows). */
export function npm(env: Readonly<Record<string, string>>, args: readonly string[]): Program {
  if (process.platform !== 'win32') return { file: 'npm', args };
  const found = windowsPath(env).find((folder) => existsSync(path.join(folder, 'npm.cmd')));
  if (found === undefined) return { file: 'npm', args };
  const script = path.join(found, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return { file: path.join(found, 'node.exe'), args: [script, ...args] };
}

/** The program for a command's words, as npm where it names npm. */
export function program(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Program | undefined {
  const [file, ...args] = words;
  if (file === undefined) return undefined;
  return file === 'npm' ? npm(env, args) : { file, args };
}

function windowsPath(env: Readonly<Record<string, string>>): readonly string[] {
  const entry = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH');
  return entry?.[1].split(path.delimiter) ?? [];
}
