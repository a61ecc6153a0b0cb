import { t } from '../../base/l10n.js';
import type { ExecConsent } from '../../platform/kubernetes/execPlugin.js';
import type { Prompts } from '../prompts.js';
import type { Store } from './memory.js';

const key = 'goldenPath.kubeconfigCommands';

/**
 * Whether a command of the kubeconfig may run: in a trusted workspace, when the person has said so. It is asked once for
 * a command with its arguments; a yes is remembered for this user, a no until the person comes back to it.
 */
export function execConsent(
  store: Store,
  prompts: () => Prompts,
  isTrusted: () => boolean,
): { readonly consent: ExecConsent; readonly askAgain: () => void } {
  const asked = new Map<string, Promise<boolean>>();
  const consent: ExecConsent = async (command, args) => {
    if (!isTrusted()) return false;
    const line = JSON.stringify([command, ...args]);
    if (allowed(store).includes(line)) return true;
    const answer = asked.get(line) ?? ask(prompts(), command, args);
    asked.set(line, answer);
    const isAllowed = await answer;
    if (isAllowed && !allowed(store).includes(line)) await store.update(key, [...allowed(store), line]);
    return isAllowed;
  };
  return { consent, askAgain: () => asked.clear() };
}

function allowed(store: Store): readonly unknown[] {
  const value = store.get(key);
  return Array.isArray(value) ? value : [];
}

function ask(prompts: Prompts, command: string, args: readonly string[]): Promise<boolean> {
  return prompts.confirm(
    'kubeconfig.command',
    t('Run "{0}" to sign in to a cluster?', command),
    t(
      'Your kubeconfig gets its credentials from this command: {0}. It runs as you, on this machine, as kubectl would run it.',
      [command, ...args].join(' '),
    ),
    t('Run'),
  );
}
