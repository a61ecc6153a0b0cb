import { readFileSync } from 'node:fs';
import path from 'node:path';
import { member, text } from '../manifest/json.js';
import { writeFileAtomically } from '../store/stateFile.js';

/** How others find the running platform. */
export interface PlatformRecord {
  readonly url: string;
  readonly pid: number;
  readonly identity?: string;
  readonly tokenFile: string;
}

export function recordFile(dataDir: string): string {
  return path.join(dataDir, 'platform.json');
}

export function writeRecord(dataDir: string, record: PlatformRecord): void {
  writeFileAtomically(recordFile(dataDir), JSON.stringify(record));
}

export function readRecord(dataDir: string): PlatformRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(recordFile(dataDir), 'utf8'));
    const url = text(member(parsed, 'url'));
    const pid = member(parsed, 'pid');
    const tokenFile = text(member(parsed, 'tokenFile'));
    const identity = text(member(parsed, 'identity'));
    if (url === undefined || typeof pid !== 'number' || tokenFile === undefined) return undefined;
    return { url, pid, tokenFile, ...(identity !== undefined && { identity }) };
  } catch {
    return undefined;
  }
}
