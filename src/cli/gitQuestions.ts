import { t } from '../base/l10n.js';
import type { GitQuestion } from '../platform/gitops/gitQuestion.js';
import type { CommandIo } from './command.js';
import { oneLine } from './oneLine.js';

/** Asks at the terminal for what the person's own git cannot answer; nothing said is to turn away. */
export async function askAtTerminal(
  ask: NonNullable<CommandIo['ask']>,
  { kind, about, text }: GitQuestion,
): Promise<string | undefined> {
  const place = oneLine(about);
  const words = {
    username: t('User name for {0}: ', place),
    password: t('Password or access token for {0}: ', place),
    passphrase: t('Passphrase of {0}: ', place),
    hostKey: `${text} `,
    other: `${text} `,
  };
  const isShown = kind === 'username' || kind === 'hostKey';
  const answer = await ask(words[kind], !isShown);
  return answer === '' ? undefined : answer;
}
