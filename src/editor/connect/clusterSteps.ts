import { t } from '../../base/l10n.js';
import type { ConnectDraft } from './draft.js';
import { guessEnvironment } from './guessEnvironment.js';
import type { Surroundings } from './readWorkspace.js';
import type { Step } from './steps.js';
import type { WizardContext } from './wizardContext.js';

/** Which contexts of the kubeconfig are looked at. */
export function askContexts(
  { prompts }: WizardContext,
  draft: ConnectDraft,
  { contexts, current }: Pick<Surroundings, 'contexts' | 'current'>,
): Step {
  return async (onBack) => {
    const asked = Object.keys(draft.contexts);
    const before = asked.length > 0 ? asked : [current];
    const picked = await prompts.pickSome<string>({
      id: 'connect.contexts',
      title: t('Connect to Platform'),
      placeholder:
        contexts.length > 0
          ? t('Which contexts of your kubeconfig?')
          : t('Your kubeconfig has no contexts: make one with kubectl, or go back.'),
      choices: contexts.map((name) => ({
        label: name,
        picked: before.includes(name),
        ...(name === current && { description: t('the current one') }),
        value: name,
      })),
      ...(onBack && { onBack }),
    });
    if (!picked || picked.length === 0) return false;
    draft.contexts = Object.fromEntries(picked.map((name) => [name, draft.contexts[name] ?? {}]));
    return true;
  };
}

/** Which environment a context is; of one whose server may be anybody, whether it is to be spoken to all the same. */
export function askEnvironment(
  { prompts }: WizardContext,
  draft: ConnectDraft,
  context: string,
  isInsecure = false,
): Step {
  return async (onBack) => {
    const before = draft.contexts[context];
    const environment = await prompts.input({
      id: 'connect.environment',
      title: t('Connect to Platform'),
      prompt: t('Environment of {0}. Leave it empty where each namespace is one.', context),
      value: before?.environment ?? guessEnvironment(context, draft.environments()),
      ...(onBack && { onBack }),
    });
    if (environment === undefined) return false;
    const told = environment.trim();
    const allowInsecure = isInsecure && (await allows(prompts, context));
    const choice = { ...(told !== '' && { environment: told }), ...(allowInsecure && { allowInsecure }) };
    draft.contexts = { ...draft.contexts, [context]: choice };
    return true;
  };
}

function allows(prompts: WizardContext['prompts'], context: string): Promise<boolean> {
  return prompts.confirm(
    'connect.insecure',
    t('Speak to the server of {0} without checking who it is?', context),
    t(
      'Your kubeconfig says insecure-skip-tls-verify: whoever stands on the way could read your token and answer in its place. A certificate-authority in the kubeconfig is the safe way.',
    ),
    t('Speak to It'),
  );
}
