import { member } from '../manifest/json.js';
import { emptyState, type LocalState } from './state.js';

type Migration = (state: object) => object;

/** From each version to the next: the one at index 0 leads from version 1 to 2. */
const migrations: readonly Migration[] = [
  // Version 2 knows more lists; what an older platform could not have is empty.
  (state) => state,
  // Version 3 keeps changes in a journal, which an older platform would not read.
  (state) => state,
];

/** A state of this or an earlier version as one of this version; `undefined` when it is damaged. */
export function migrate(parsed: object): LocalState | undefined {
  const version = member(parsed, 'schemaVersion');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return undefined;
  const now = migrations.slice(version - 1).reduce((state, migration) => migration(state), parsed);
  const whole = { ...emptyState, ...now, schemaVersion: emptyState.schemaVersion };
  return isState(whole) ? whole : undefined;
}

function isState(value: LocalState): boolean {
  return Object.entries(emptyState).every(
    ([key, empty]) => !Array.isArray(empty) || Array.isArray(member(value, key)),
  );
}
