import { t } from '../../base/l10n.js';
import type { Link } from '../../model/catalog.js';
import type { Runbook, SuggestedAction } from '../../model/incident.js';
import { actorName } from '../../model/reference.js';
import type { Choice } from '../prompts.js';
import { localTime, shortAge } from '../views/age.js';
import type { IncidentFacts } from './incidentFacts.js';

/** What a person does about an incident. */
export type IncidentStep =
  | { readonly step: 'rollBack'; readonly deployment?: string }
  | { readonly step: 'diff' | 'acknowledge' | 'resolve' | 'comment' | 'logs' | 'why' | 'timeline' }
  | { readonly step: 'runbook'; readonly runbook: Runbook }
  | { readonly step: 'action'; readonly action: SuggestedAction }
  | { readonly step: 'link'; readonly link: Link };

/** What came before the incident and what can be done about it; what helps soonest comes first. `now`: ms since the epoch. */
export function incidentChoices(facts: IncidentFacts, now: number): readonly Choice<IncidentStep>[] {
  const { incident, onCall } = facts;
  const isOpen = incident.status !== 'Resolved';
  const { runbooks = [], actions = [], links = [] } = incident;
  const isPlaced = incident.service !== undefined && incident.environment !== undefined;
  return [
    ...deploymentChoices(facts, isOpen, now),
    ...(isOpen ? answerChoices(facts) : []),
    ...headed(t('people'), onCall.flatMap(personChoices)),
    ...headed(t('help'), [
      ...runbooks.map((runbook) => ({
        label: runbook.title,
        icon: 'book',
        description: runbook.description ?? t('runbook'),
        value: { step: 'runbook', runbook } as const,
      })),
      ...actions.map((action) => ({
        label: action.title ?? action.action,
        icon: 'play',
        description: action.message ?? t('action'),
        value: { step: 'action', action } as const,
      })),
      ...(isPlaced
        ? [
            { label: t('Show Logs'), icon: 'output', value: { step: 'logs' } as const },
            { label: t('Why Is It Not Healthy?'), icon: 'question', value: { step: 'why' } as const },
          ]
        : []),
      { label: t('Show Timeline'), icon: 'list-ordered', value: { step: 'timeline' } as const },
      ...links.map((link) => ({
        label: link.title ?? link.url,
        icon: 'link-external',
        value: { step: 'link', link } as const,
      })),
    ]),
  ];
}

function deploymentChoices(
  { before, advice }: IncidentFacts,
  isOpen: boolean,
  now: number,
): readonly Choice<IncidentStep>[] {
  const diff = before && {
    label: t('What {0} Changed', before.release.version),
    icon: 'diff',
    description: [shortAge(before.finishedAt ?? before.createdAt, now), actorName(before.createdBy) ?? '']
      .filter((word) => word !== '')
      .join(' · '),
    detail: before.release.commit?.message?.split('\n', 1)[0] ?? localTime(before.finishedAt) ?? '',
    value: { step: 'diff' } as const,
  };
  const back = isOpen && advice ? [rollBackChoice(advice)] : [];
  return headed(t('the deployment before it'), [...back, ...(diff ? [diff] : [])]);
}

function rollBackChoice(advice: NonNullable<IncidentFacts['advice']>): Choice<IncidentStep> {
  if (!advice.suggested) {
    return {
      label: t('Roll Back…'),
      icon: 'history',
      detail: t('Not suggested: {0}', advice.why),
      value: { step: 'rollBack' },
    };
  }
  const { to, evidence } = advice;
  return {
    label: t('Roll Back to {0}…', to.release.version),
    icon: 'lightbulb',
    description: t('suggested'),
    detail: evidence.join(' · '),
    value: { step: 'rollBack', deployment: to.id },
  };
}

function answerChoices({ incident }: IncidentFacts): readonly Choice<IncidentStep>[] {
  return headed(t('answer'), [
    ...(incident.status === 'Triggered'
      ? [
          {
            label: t('Acknowledge'),
            icon: 'check',
            description: t('you take care of it'),
            value: { step: 'acknowledge' } as const,
          },
        ]
      : []),
    { label: t('Resolve…'), icon: 'pass', value: { step: 'resolve' } as const },
    { label: t('Comment…'), icon: 'comment', value: { step: 'comment' } as const },
  ]);
}

/** How somebody who is on call is reached; where no way is known, at least who it is. */
function personChoices({
  who,
  contact = [],
  level,
  schedule = '',
}: IncidentFacts['onCall'][number]): readonly Choice<IncidentStep>[] {
  const name = actorName(who);
  const words = [level === 1 ? t('called first') : '', schedule].filter((word) => word !== '').join(' · ');
  if (contact.length === 0) {
    return [
      { label: t('{0} is on call', name), icon: 'person', description: words, value: { step: 'timeline' } },
    ];
  }
  return contact.map((link) => ({
    label: t('Page {0}', name),
    icon: 'call-outgoing',
    description: [link.title ?? link.url, words].filter((word) => word !== '').join(' · '),
    value: { step: 'link', link },
  }));
}

function headed(
  heading: string,
  [first, ...others]: readonly Choice<IncidentStep>[],
): readonly Choice<IncidentStep>[] {
  return first ? [{ ...first, heading }, ...others] : [];
}
