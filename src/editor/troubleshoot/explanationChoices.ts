import { t } from '../../base/l10n.js';
import { checkName } from '../../platform/why/checkNames.js';
import { hasUnknown, type Explanation, type WhyFinding } from '../../platform/why/explain.js';
import type { Choice } from '../prompts.js';

/** What a person takes up from an explanation. */
export type Taken =
  | { readonly take: 'remedy'; readonly finding: WhyFinding }
  | { readonly take: 'link'; readonly url: string }
  | { readonly take: 'again' }
  | { readonly take: 'page' };

/** The cause first, then what can be done about it, then all that was looked at. */
export function explanationChoices(explanation: Explanation): readonly Choice<Taken>[] {
  const { cause, findings } = explanation;
  return [
    ...(cause ? causeChoices(cause) : [nothingChoice(explanation)]),
    { label: t('Look Again'), icon: 'refresh', value: { take: 'again' } },
    ...findings.map((finding, index) => ({
      ...findingChoice(finding),
      ...(index === 0 && { heading: t('looked at') }),
    })),
  ];
}

function causeChoices(cause: WhyFinding): readonly Choice<Taken>[] {
  const { sentence, remedy = '', step, url } = cause;
  return [
    {
      heading: t('cause'),
      label: checkName(cause.check),
      icon: 'error',
      detail: sentence,
      value: { take: 'page' },
    },
    {
      label: stepName(step),
      icon: step === undefined ? 'lightbulb' : 'play',
      detail: remedy,
      value: step === undefined ? { take: 'page' } : { take: 'remedy', finding: cause },
    },
    ...(url === undefined
      ? []
      : [
          {
            label: t('Open Link'),
            icon: 'link-external',
            description: url,
            value: { take: 'link', url },
          } as const,
        ]),
  ];
}

function nothingChoice(explanation: Explanation): Choice<Taken> {
  const { question, service, environment } = explanation;
  if (hasUnknown(explanation)) {
    const label = t('No cause is found, but not everything could be looked at');
    return { label, icon: 'question', value: { take: 'page' } };
  }
  return {
    label:
      question === 'deploy'
        ? t('Nothing keeps {0} from being deployed to {1}', service, environment)
        : t('Nothing is found that is wrong with {0} in {1}', service, environment),
    icon: 'pass',
    value: { take: 'page' },
  };
}

function findingChoice({ check, state, sentence }: WhyFinding): Choice<Taken> {
  const icon = { passed: 'check', cause: 'error', unknown: 'question' }[state];
  return { label: checkName(check), icon, description: sentence, value: { take: 'page' } };
}

function stepName(step: WhyFinding['step']): string {
  switch (step) {
    case 'showProblems':
      return t('Show Problems');
    case 'requestApproval':
      return t('Request Approval…');
    case 'showLogs':
      return t('Show Logs');
    case 'rollBack':
      return t('Roll Back…');
    case undefined:
      return t('What To Do');
  }
}
