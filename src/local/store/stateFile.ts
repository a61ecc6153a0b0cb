import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { isObject, member, text, without } from '../manifest/json.js';
import { migrate } from './migrate.js';
import { emptyState, type LocalState } from './state.js';
import type { StateJournal } from './stateJournal.js';

export interface Snapshot {
  readonly state: LocalState;
  /** Names it to its journal; absent when there is none, or it comes from a version without a journal. */
  readonly id?: string;
}

/** Writes the whole state and returns its length, or throws the system's error and leaves what was there. */
export function writeSnapshot(file: string, { state, id }: Required<Snapshot>): number {
  const content = JSON.stringify({ ...state, snapshot: id });
  writeFileAtomically(file, content);
  syncFolder(path.dirname(file));
  return content.length;
}

/** So that a new name outlasts a power cut, before its journal is begun anew; Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads the snapshot and what its journal says has changed since. What is damaged is kept under another name, and an
 * empty state or what came before the damage is taken; a newer version's state is refused.
 */
export function readState(file: string, journal: StateJournal, log: Log): Snapshot {
  const snapshot = readSnapshot(file, log);
  const { id } = snapshot;
  if (id === undefined) return snapshot;
  const { state, isDamaged } = journal.replay(id, snapshot.state);
  const now = isObject(state) ? migrate(state) : undefined;
  if (isDamaged || !now) {
    log.error(`The journal of the local platform is damaged; it was moved to ${journal.setAside()}.`);
  }
  return { id, state: now ?? snapshot.state };
}

function readSnapshot(file: string, log: Log): Snapshot {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: emptyState };
    throw new UserError(
      'local.state-unreadable',
      t('Cannot read {0}. Check its permissions, or choose another folder with --data.', file),
      error,
    );
  }
  const parsed = parse(source);
  if (isObject(parsed)) {
    const version = member(parsed, 'schemaVersion');
    if (typeof version === 'number' && version > emptyState.schemaVersion) {
      throw new UserError(
        'local.state-newer',
        t('{0} was written by a newer version. Update this one, or choose another folder with --data.', file),
      );
    }
    const id = text(member(parsed, 'snapshot'));
    const state = migrate(without(parsed, 'snapshot'));
    if (state) return { state, ...(id !== undefined && { id }) };
  }
  const aside = `${file}.corrupt-${Date.now()}`;
  renameSync(file, aside);
  log.error(`The state of the local platform is damaged and was moved to ${aside}; it starts empty.`);
  return { state: emptyState };
}

/** Writes whole or not at all: temporary file, fsync, rename. Throws the system's error; then nothing is left of it. */
export function writeFileAtomically(file: string, content: string, mode = 0o600): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', mode);
    try {
      // Not writeSync: on a disk that becomes full it writes a part and says nothing.
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
