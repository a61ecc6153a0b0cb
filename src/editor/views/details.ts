import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { Replicas, ServiceEnvironment, SloSummary } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { actorName } from '../../model/reference.js';
import { shortAge } from './age.js';
import type { Look } from './healthLook.js';
import type { Row } from './row.js';

/** One line below a deployment. `key` tells it from its neighbours. */
export interface Detail {
  readonly key: string;
  readonly row: Row;
}

/** What there is to know of a service in an environment beyond its row: what needs a person comes first. */
export function detailsOf(state: ServiceEnvironment, live: LiveSnapshot, now: number): readonly Detail[] {
  const { current, suggestion, openIncidents = 0 } = state;
  return [
    ...operationDetails(state, live),
    ...(openIncidents > 0 && live.incidents === undefined
      ? [detail('incidents', { icon: 'flame', color: 'goldenPath.error' }, incidentWords(openIncidents))]
      : []),
    ...(suggestion ? [detail('suggestion', { icon: 'lightbulb' }, t('Suggested'), suggestion.message)] : []),
    ...instanceDetails(state, live),
    ...(current
      ? [
          unfolding(
            offersIn(live, 'deployments'),
            'deployment',
            { icon: 'history' },
            t('Last deployment'),
            [
              current.version,
              actorName(current.by) ?? '',
              shortAge(current.finishedAt ?? current.startedAt, now),
            ]
              .filter((word) => word !== '')
              .join(' · '),
          ),
        ]
      : []),
    ...(offersIn(live, 'resources')
      ? [unfolding(true, 'resources', { icon: 'database' }, t('Resources'), '')]
      : []),
    ...(state.slo ? [sloDetail(state.slo)] : []),
    ...linkDetails(state),
  ];
}

function operationDetails({ operation }: ServiceEnvironment, live: LiveSnapshot): readonly Detail[] {
  if (operation === undefined) return [];
  const known = live.operations.get(operation);
  const step = known?.steps?.find(({ state }) => state === 'Running' || state === 'Blocked');
  const words = known?.blockedBy?.message ?? known?.message ?? step?.name ?? '';
  const isBlocked = known?.state === 'Blocked';
  const look = isBlocked ? { icon: 'debug-pause', color: 'goldenPath.warning' } : { icon: 'sync' };
  return [detail('operation', look, isBlocked ? t('Waiting') : (known?.title ?? t('Deploying')), words)];
}

/** How many there are; unfolds to what they are, where the platform tells that of a place. */
function instanceDetails({ replicas, current }: ServiceEnvironment, live: LiveSnapshot): readonly Detail[] {
  const isTold = current !== undefined && offersIn(live, 'services.detail');
  if (!replicas && !isTold) return [];
  const words = replicas ? readyWord(replicas) : '';
  const label = replicas ? t('Instances') : t('Components');
  return [unfolding(isTold, 'instances', { icon: 'server-process' }, label, words)];
}

export function readyWord({ ready, desired }: Replicas): string {
  return t('{0} of {1} ready', counted(ready), counted(desired));
}

function incidentWords(count: number): string {
  return count === 1 ? t('1 open incident') : t('{0} open incidents', counted(count));
}

function sloDetail({ worstStatus, minBudgetRemainingPercent }: SloSummary): Detail {
  const budget =
    minBudgetRemainingPercent === undefined
      ? []
      : [t('{0}% of the error budget left', Math.round(minBudgetRemainingPercent))];
  const words = [sloWord(worstStatus), ...budget].join(' · ');
  const color = worstStatus === 'Breached' ? { color: 'goldenPath.error' } : {};
  return detail('slo', { icon: 'dashboard', ...color }, t('Objectives'), words);
}

function sloWord(status: SloSummary['worstStatus']): string {
  switch (status) {
    case 'Met':
      return t('met');
    case 'AtRisk':
      return t('at risk');
    case 'Breached':
      return t('breached');
    case 'NoData':
      return t('no data');
    default:
      return status;
  }
}

/** An address that a browser may be sent to: no other protocol, and no name or password in it. */
export function webUrl(url: string): URL | undefined {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol) || address.username || address.password) {
    return undefined;
  }
  return address;
}

/** Addresses and links, each once; those that a browser must not be sent to are left out. */
function linkDetails({ urls = [], links = [] }: ServiceEnvironment): readonly Detail[] {
  const titles = new Map<string, string>();
  for (const { url, title } of [...links, ...urls.map((url) => ({ url, title: undefined }))]) {
    const address = webUrl(url);
    if (!address) continue;
    if (!titles.has(address.href)) titles.set(address.href, title ?? address.host);
  }
  return [...titles].map(([url, title]) => {
    const { key, row } = detail(`link/${url}`, { icon: 'link-external' }, title, t('open'));
    return { key, row: { ...row, url } };
  });
}

/** A line that unfolds to a list, which is read then. */
function unfolding(isOffered: boolean, ...line: Parameters<typeof detail>): Detail {
  const { key, row } = detail(...line);
  return { key, row: isOffered ? { ...row, children: 'collapsed' } : row };
}

/** Whether the platform says that it offers something; one that was not heard yet offers nothing. */
function offersIn({ info }: LiveSnapshot, capability: string): boolean {
  return info !== undefined && Object.hasOwn(info.capabilities, capability);
}

function detail(key: string, look: Look, label: string, description = ''): Detail {
  const spoken = description === '' ? label : t('{0}: {1}', label, description);
  return {
    key,
    row: { label, description, look, spoken, tags: ['detail', key.split('/')[0] ?? key], children: 'none' },
  };
}
