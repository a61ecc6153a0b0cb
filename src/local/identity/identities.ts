import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { member, text, texts } from '../manifest/json.js';
import { namePattern } from '../manifest/serviceManifest.js';
import { writeFileAtomically } from '../store/stateFile.js';
import { scopes, type Caller, type Scope } from './caller.js';
import { fullRef } from './entityRef.js';

export interface NewIdentity {
  readonly name: string;
  readonly type: 'user' | 'agent' | 'serviceAccount';
  readonly groups: readonly string[];
  readonly scopes: readonly Scope[];
}

function folderIn(dataDir: string): string {
  return path.join(dataDir, 'identities');
}

function filesOf(dataDir: string, name: string): { readonly record: string; readonly token: string } {
  if (!namePattern.test(name)) {
    throw new UserError(
      'local.identity-name',
      t('"{0}" is no name of an identity: use lower-case letters, digits and hyphens.', name),
    );
  }
  const base = path.join(folderIn(dataDir), name);
  return { record: `${base}.json`, token: `${base}.token` };
}

/** Makes another identity, or a new token of a known one. Gives the file with the token, which only its owner reads. */
export function addIdentity(dataDir: string, { name, type, groups, scopes: granted }: NewIdentity): string {
  const { record, token: file } = filesOf(dataDir, name);
  const token = randomBytes(32).toString('base64url');
  writeFileAtomically(file, `${token}\n`);
  const refs = groups.map((group) => fullRef(group));
  const content = { name, type, groups: refs, scopes: granted, digest: digestOf(token) };
  writeFileAtomically(record, `${JSON.stringify(content)}\n`);
  return file;
}

/** Takes an identity away; its token is refused from then on. False when there is none. */
export function removeIdentity(dataDir: string, name: string): boolean {
  const { record, token } = filesOf(dataDir, name);
  const known = statSync(record, { throwIfNoEntry: false }) !== undefined;
  rmSync(record, { force: true });
  rmSync(token, { force: true });
  return known;
}

/** Finds who a token belongs to. Files are read at each call: there are few, and a removed one must not linger. */
export function callerOfToken(dataDir: string, token: string): Caller | undefined {
  const digest = digestOf(token);
  for (const file of recordsIn(dataDir)) {
    const found = readRecord(path.join(folderIn(dataDir), file), digest);
    if (found) return found;
  }
  return undefined;
}

function recordsIn(dataDir: string): readonly string[] {
  try {
    return readdirSync(folderIn(dataDir)).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Comparing digests of random tokens tells nothing of the tokens in the time it takes. */
function readRecord(file: string, digest: string): Caller | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const name = text(member(parsed, 'name'));
    if (name === undefined || member(parsed, 'digest') !== digest) return undefined;
    const type = text(member(parsed, 'type')) ?? 'user';
    const granted = texts(member(parsed, 'scopes'));
    return {
      actor: { id: fullRef(name, type === 'user' ? 'user' : type.toLowerCase()), displayName: name, type },
      groups: texts(member(parsed, 'groups')),
      scopes: scopes.filter((scope) => granted.includes(scope)),
    };
  } catch {
    return undefined;
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
