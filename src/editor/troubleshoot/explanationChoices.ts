import { t } from '../../base/l10n.js';
import { checkName } from '../../platform/why/checkNames.js';
import { hasUnknown, type Explanation, type WhyFinding } from '../../platform/why/explain.js';
import { longestDetail, type Choice } from '../prompts.js';

/** What a person takes up from an explanation. */
export type Taken =
  | { readonly take: 'remedy'; readonly finding: WhyFinding }
  | { readonly take: 'deploy' }
  | { readonly take: 'callOff' }
  | { readonly take: 'link'; readonly url: string }
  | { readonly take: 'again' }
  | { readonly take: 'page' };

/** What a line of the choices would cut: the cause and its remedy, whole. */
export function longText({ cause }: Explanation): string | undefined {
  const words = [cause?.sentence ?? '', cause?.remedy ?? ''];
  return words.some(({ length }) => length > longestDetail) ? words.join(' ').trim() : undefined;
}

/** The cause first, then what can be done about it, then all that was looked at. */
export function explanationChoices(explanation: Explanation): readonly Choice<Taken>[] {
  const { cause, findings } = explanation;
  return [
    ...(cause ? causeChoices(cause, longText(explanation) !== undefined) : nothingChoices(explanation)),
    { label: t('Look Again'), icon: 'refresh', value: { take: 'again' } },
    ...findings.map((finding, index) => ({
      ...findingChoice(finding),
      ...(index === 0 && { heading: t('looked at') }),
    })),
  ];
}

/** What is told whole above the choices is not begun once more in them. */
function causeChoices(cause: WhyFinding, isTold: boolean): readonly Choice<Taken>[] {
  const { sentence, remedy = '', step, url } = cause;
  const page = { take: 'page' } as const;
  return [
    {
      heading: t('cause'),
      label: checkName(cause.check),
      icon: 'error',
      detail: isTold ? t('All that was looked at, as a page') : sentence,
      value: page,
    },
    {
      label: stepName(step),
      icon: step === undefined ? 'lightbulb' : 'play',
      ...(!isTold && { detail: remedy }),
      value: step === undefined ? page : { take: 'remedy', finding: cause },
    },
    ...(step === 'decide'
      ? [{ label: t('Call It Off…'), icon: 'stop-circle', value: { take: 'callOff' } } as const]
      : []),
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

function nothingChoices(explanation: Explanation): readonly Choice<Taken>[] {
  const { question, service, environment, findings } = explanation;
  const page = { take: 'page' } as const;
  if (hasUnknown(explanation)) {
    const label = t('No cause is found, but not everything could be looked at');
    return [{ label, icon: 'question', value: page }];
  }
  if (question === 'health') {
    const label = t('Nothing is found that is wrong with {0} in {1}', service, environment);
    return [{ label, icon: 'pass', value: page }];
  }
  const of = (check: WhyFinding['check']): WhyFinding | undefined =>
    findings.find((finding) => finding.check === check);
  const label = t('Nothing keeps {0} from being deployed to {1}', service, environment);
  const detail = of('permission')?.sentence ?? '';
  const isHere = of('manifest')?.state === 'passed';
  return [
    { label, icon: 'pass', detail, value: page },
    ...(isHere ? [{ label: t('Deploy…'), icon: 'rocket', value: { take: 'deploy' } } as const] : []),
  ];
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
    case 'decide':
      return t('Approve or Reject…');
    case 'cancel':
      return t('Call It Off…');
    case 'showLogs':
      return t('Show Logs');
    case 'rollBack':
      return t('Roll Back…');
    case undefined:
      return t('What To Do');
  }
}
