import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Account } from '../../platform/auth/account.js';
import type { NamedConfig } from '../../platform/composed/compositionConfig.js';
import type { PartFinding } from '../../platform/composed/probePart.js';
import { signIn } from '../auth/signIn.js';
import { withNotification } from '../windowPrompts.js';
import type { ConnectDraft, PartKind } from './draft.js';
import { kindName } from './kindName.js';
import type { Step } from './steps.js';
import type { WizardContext } from './wizardContext.js';

type Next = 'again' | 'keep' | 'without' | 'back';

/** Asks a part what it has, after a sign-in where it wants one. What does not answer may be kept all the same. */
export function tryPart(context: WizardContext, draft: ConnectDraft, kind: PartKind): Step {
  return async (onBack) => {
    const part = draft.part(kind);
    if (!part) return false;
    draft.without.delete(kind);
    for (;;) {
      try {
        const found = await probe(context, draft, part, kind);
        if (!found) return offerBack(onBack);
        draft.findings.set(kind, found);
        return true;
      } catch (error) {
        if (!PlatformError.is(error) && !(error instanceof UserError)) throw error;
        const next = await askNext(context, kind, error.message);
        if (next === 'back') return offerBack(onBack);
        if (next === undefined) return false;
        if (next === 'keep') return true;
        if (next === 'without') {
          draft.without.add(kind);
          return true;
        }
      }
    }
  };
}

/** Turned away: the question before is asked again. */
function offerBack(onBack: (() => void) | undefined): false {
  onBack?.();
  return false;
}

/** `undefined` where the person turns the sign-in away. */
async function probe(
  context: WizardContext,
  draft: ConnectDraft,
  part: NamedConfig,
  kind: PartKind,
): Promise<PartFinding | undefined> {
  const origin = 'url' in part.config ? new URL(part.config.url).origin : undefined;
  const ask = (account: Account | undefined): Promise<PartFinding> =>
    withNotification(t('Asking {0} what it has', kindName(kind)), (_report, signal) =>
      context.session.probe(part, signal, account),
    );
  try {
    return await ask(draft.accounts.get(origin ?? ''));
  } catch (error) {
    if (origin === undefined || !PlatformError.is(error, 'unauthenticated', 'forbidden')) throw error;
  }
  const account = await signInTo(context, part, origin);
  if (!account) return undefined;
  const found = await ask(account);
  draft.accounts.set(origin, account);
  return found;
}

/** An account at a part, which is not kept yet. `undefined` when the person turns it away. */
export async function signInTo(
  { session, prompts, signInHost, authentication }: WizardContext,
  { config }: NamedConfig,
  origin: string,
): Promise<Account | undefined> {
  const ports = { prompts, host: signInHost, servers: authentication.servers };
  const url = 'url' in config ? config.url : origin;
  // Metrics announce no way: a token, or user:password, is pasted.
  const { auth } = config.type === 'prometheus' ? { auth: undefined } : await session.inquire(url);
  return signIn(ports, origin, auth);
}

function askNext({ prompts }: WizardContext, kind: PartKind, fault: string): Promise<Next | undefined> {
  const name = kindName(kind);
  return prompts.pick<Next>({
    id: 'connect.fault',
    title: t('{0} cannot be used yet', name),
    placeholder: fault,
    choices: [
      { label: t('Change what was answered'), icon: 'arrow-left', value: 'back' },
      { label: t('Try again'), icon: 'refresh', value: 'again' },
      {
        label: t('Keep it all the same'),
        icon: 'save',
        detail: t('It may answer later, such as behind a VPN.'),
        value: 'keep',
      },
      { label: t('Go on without {0}', name), icon: 'close', value: 'without' },
    ],
  });
}
