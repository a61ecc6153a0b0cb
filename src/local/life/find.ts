import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PlatformConnection } from '../../model/localPlatform.js';
import { callPlatform } from './api.js';
import { isAlive, lockHolder } from './lock.js';
import { readRecord, type PlatformRecord } from './record.js';
import { readToken } from './token.js';

export interface FoundPlatform {
  readonly record: PlatformRecord;
  readonly connection: PlatformConnection;
}

/** The running platform of a data folder: its process lives, and it answers to its token. */
export async function findPlatform(
  dataDir: string,
  signal?: AbortSignal,
): Promise<FoundPlatform | undefined> {
  const record = readRecord(dataDir);
  if (!record || !(await isAlive(record))) return undefined;
  const token = readToken(record.tokenFile);
  if (token === undefined) return undefined;
  const connection = { url: record.url, token };
  const answer = await callPlatform(connection, 'GET', '/v1/services?pageSize=1&view=Basic', signal);
  return answer && { record, connection };
}

/** Does a living process hold the folder: running, starting or stopping? */
export async function isHeld(dataDir: string): Promise<boolean> {
  const file = path.join(dataDir, 'platform.lock');
  const holder = existsSync(file) ? lockHolder(file) : undefined;
  return holder !== undefined && isAlive(holder);
}
