import { chmodSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../releases/contentDigest.js';
import type { RunAs } from '../runtime/processGroup.js';

const fallbackRoot = '/var/lib/golden-path';

/** Whom servers run as: ourselves, or where we are root (initdb refuses it) the user behind sudo, else a service user. */
export function serverUser(
  env: Readonly<Record<string, string | undefined>> = process.env,
): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = [Number(env['SUDO_UID']), Number(env['SUDO_GID'])];
  if (uid > 0 && gid > 0) return { uid, gid };
  return userNamed('postgres') ?? userNamed('nobody') ?? { uid: 65_534, gid: 65_534 };
}

/**
 * The folder of a server's data. As root it must be one that another user can reach: below ours when everything above
 * lets others pass, else below /var/lib.
 */
export function serverFolder(dataDir: string, id: string, user: RunAs | undefined): string {
  const own = path.join(dataDir, 'resources', id);
  if (!user) return own;
  return isReachable(path.dirname(dataDir)) ? own : path.join(fallbackRoot, sha256(dataDir).slice(0, 16), id);
}

/** Lets others pass through a folder of ours without seeing what is in it. */
export function letPass(folder: string, upTo: string): void {
  for (let at = folder; at.startsWith(upTo); at = path.dirname(at)) {
    chmodSync(at, (statSync(at).mode & 0o777) | 0o011);
  }
}

/** Where the servers' data of a data folder is when it is not in it. */
export function outsideFolder(dataDir: string): string {
  return path.join(fallbackRoot, sha256(dataDir).slice(0, 16));
}

function isReachable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

function userNamed(name: string): RunAs | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
  } catch {
    return undefined;
  }
}
