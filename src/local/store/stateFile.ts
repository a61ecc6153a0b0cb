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
import { isObject, member } from '../manifest/json.js';
import { migrate } from './migrate.js';
import { emptyState, type LocalState } from './state.js';

/** Reads the state. A damaged file is kept under another name and an empty state taken; a newer one is refused. */
export function readState(file: string, log: Log): LocalState {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return emptyState;
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
    const state = migrate(parsed);
    if (state) return state;
  }
  const aside = `${file}.corrupt-${Date.now()}`;
  renameSync(file, aside);
  log.error(`The state of the local platform is damaged and was moved to ${aside}; it starts empty.`);
  return emptyState;
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
