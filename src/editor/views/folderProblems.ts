import { t } from '../../base/l10n.js';
import { worstHealth } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { healthWord } from './healthLook.js';
import { deployedState } from './picture.js';

/** A service and the folder its code is in. */
export interface PlacedService {
  readonly name: string;
  /** URI. */
  readonly folder: string;
}

/** A sentence for each folder whose services are in trouble somewhere, by the folder's URI. */
export function folderProblems(
  services: readonly PlacedService[],
  { services: known }: LiveSnapshot,
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const { name, folder } of services) {
    const service = known.get(name);
    const states = (service?.environments ?? []).filter(
      ({ environment, health }) =>
        deployedState(service, environment) !== undefined && (health === 'Degraded' || health === 'Missing'),
    );
    const worst = worstHealth(states.map(({ health }) => health));
    if (worst === undefined) continue;
    const places = states.filter(({ health }) => health === worst).map(({ environment }) => environment);
    const sentence = t('{0} is {1} in {2}.', name, healthWord(worst), places.join(', '));
    const before = problems.get(folder);
    problems.set(folder, before === undefined ? sentence : `${before}\n${sentence}`);
  }
  return problems;
}

/** The folders whose sentence is another, new or gone. */
export function changedFolders(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (folder) => before.get(folder) !== after.get(folder),
  );
}
