import { t } from '../../base/l10n.js';
import { worstHealth } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { clockTime } from './age.js';
import { healthLook, healthWord } from './healthLook.js';
import { deployedState, type Picture } from './picture.js';
import { waitingSentence, type Waiting } from './waiting.js';

/** What the status bar says, with product icons in it. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
  readonly tooltip: string;
}

/** The platform's name, the worst health of this workspace's services, and how much waits for the person. */
export function statusText(picture: Picture, name: string, waiting: Waiting = nothingWaits): StatusText {
  const said = stateText(picture, name);
  const sentence = waitingSentence(waiting);
  if (sentence === undefined) return said;
  return {
    text: `${said.text} $(bell-dot) ${waiting.approvals + waiting.incidents}`,
    spoken: t('{0}, {1}', said.spoken, sentence),
    tooltip: [t('{0}.', sentence), said.tooltip].filter((line) => line !== '').join('\n'),
  };
}

const nothingWaits: Waiting = { approvals: 0, incidents: 0 };

function stateText({ live, workspace }: Picture, name: string): StatusText {
  if (live.status === 'stale') {
    return said('debug-disconnect', name, t('not reachable'), staleMessage(live) ?? '');
  }
  if (live.status === 'unauthenticated') {
    return said('key', name, t('sign-in needed'), live.error?.message ?? '');
  }
  if (live.status === 'failed' && live.error?.code === 'forbidden') {
    return said('lock', name, t('not allowed'), live.error.message);
  }
  if (live.status === 'failed') return said('warning', name, t('not a platform'), live.error?.message ?? '');
  if (live.status === 'loading') return said('sync~spin', name, t('connecting'), '');
  const own = [...workspace].flatMap((service) => {
    const known = live.services.get(service);
    return (known?.environments ?? []).filter((state) => deployedState(known, state.environment));
  });
  const worst = worstHealth(own.map((state) => state.health));
  if (worst === undefined) return said('rocket', name, '', t('No service of this workspace is deployed.'));
  const bad = worst === 'Healthy' ? 0 : own.filter((state) => state.health === worst).length;
  const word = bad > 0 ? t('{0} {1}', bad, healthWord(worst)) : healthWord(worst);
  return said(healthLook(worst).icon, name, word, t('The worst health of the services of this workspace.'));
}

/** The line above a view whose platform does not answer; `undefined` while it does. */
export function staleMessage(live: LiveSnapshot): string | undefined {
  if (live.status === 'loading' && live.asOf !== undefined) {
    return t('Connecting, showing what was known at {0}.', clockTime(live.asOf));
  }
  if (live.status !== 'stale') return undefined;
  if (live.asOf === undefined) return t('Not reachable. Retrying.');
  return t('Not reachable since {0}, showing what was last known. Retrying.', clockTime(live.asOf));
}

function said(icon: string, name: string, word: string, tooltip: string): StatusText {
  const text = word ? t('{0}: {1}', name, word) : name;
  return { text: `$(${icon}) ${text}`, spoken: text, tooltip };
}
