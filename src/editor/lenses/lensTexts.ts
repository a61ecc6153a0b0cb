import { t } from '../../base/l10n.js';
import type { LiveSnapshot } from '../../model/live.js';
import { healthWord } from '../views/healthLook.js';
import { shortVersion } from '../views/shortVersion.js';
import { deployedState, environmentNames } from '../views/picture.js';

/** The state of a service in one line above its manifest; `undefined` when it is deployed nowhere. */
export function statusLens(service: string, live: LiveSnapshot): string | undefined {
  const known = live.services.get(service);
  const states = environmentNames(live, known).flatMap((environment) => {
    const state = deployedState(known, environment);
    if (!state) return [];
    const version = state.current ? ` ${shortVersion(state.current.version)}` : '';
    return [`${environment}: ${healthWord(state.health)}${version}`];
  });
  if (states.length === 0) return undefined;
  const stale = live.status === 'stale' ? [t('(last known)')] : [];
  return [...states, ...stale].join(' · ');
}

/** The 0-based line that a YAML document begins with, given one inside it: the first that is no comment and not blank. */
export function documentStart(lineAt: (line: number) => string, inside: number): number {
  let start = inside;
  for (let line = inside - 1; line >= 0 && !/^---(\s|$)/.test(lineAt(line)); line--) {
    if (!/^\s*(#|$)/.test(lineAt(line))) start = line;
  }
  return start;
}
