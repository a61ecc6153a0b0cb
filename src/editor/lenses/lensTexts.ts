import { t } from '../../base/l10n.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { ChangeReach } from '../delivery/changeReach.js';
import { healthWord } from '../views/healthLook.js';
import { shortVersion } from '../views/shortVersion.js';
import { deployedState, environmentNames } from '../views/picture.js';

/**
 * The state of a service in one line above its manifest, and how far its last change has come; `undefined` when it is
 * deployed nowhere.
 */
export function statusLens(service: string, live: LiveSnapshot, reach?: ChangeReach): string | undefined {
  const known = live.services.get(service);
  // What is the same in several environments is said once: a lens has one line.
  const places = new Map<string, string[]>();
  for (const environment of environmentNames(live, known)) {
    const state = deployedState(known, environment);
    if (!state) continue;
    const version = state.current ? ` ${shortVersion(state.current.version)}` : '';
    const words = `${healthWord(state.health)}${version}`;
    places.set(words, [...(places.get(words) ?? []), environment]);
  }
  if (places.size === 0) return undefined;
  const states = [...places].map(([words, environments]) => `${environments.join(', ')}: ${words}`);
  const stale = live.status === 'stale' ? [t('(last known)')] : [];
  const all = [...places.values()].flat();
  const isEverywhere = reach && all.every((environment) => reach.environments.includes(environment));
  const far = reach && (isEverywhere ? t('with the last change') : reachWords(reach));
  return [...states, ...stale, ...(far === undefined ? [] : [far])].join(' · ');
}

/** E.g. `last change 1a2b3c4 in development, staging`. */
export function reachWords({ commit, environments }: ChangeReach): string {
  const short = commit.slice(0, 7);
  return environments.length === 0
    ? t('last change {0} nowhere yet', short)
    : t('last change {0} in {1}', short, environments.join(', '));
}

/** The 0-based line that a YAML document begins with, given one inside it: the first that is no comment and not blank. */
export function documentStart(lineAt: (line: number) => string, inside: number): number {
  let start = inside;
  for (let line = inside - 1; line >= 0 && !/^---(\s|$)/.test(lineAt(line)); line--) {
    if (!/^\s*(#|$)/.test(lineAt(line))) start = line;
  }
  return start;
}
