import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { writeFileAtomically } from '../store/stateFile.js';

/** The token in a file only its owner reads; made once, kept over restarts. */
export function tokenIn(file: string): string {
  const known = readToken(file);
  if (known !== undefined) {
    chmodSync(file, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('base64url');
  writeFileAtomically(file, `${token}\n`);
  return token;
}

export function readToken(file: string): string | undefined {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return /^[\w-]{43}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
