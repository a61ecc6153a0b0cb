import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { GitQuestion } from '../../platform/gitops/gitQuestion.js';
import type { Prompts } from '../prompts.js';

/** Asks the person for what their own git cannot answer; `undefined` when they turn away. */
export async function askAtWindow(prompts: Prompts, question: GitQuestion): Promise<string | undefined> {
  const { kind, about, text } = question;
  const known = await fromGitHub(question);
  if (known !== undefined) return known;
  const needed = (value: string): string | undefined =>
    value === '' ? t('An answer is needed here.') : undefined;
  switch (kind) {
    case 'username': {
      const title = t('Sign Git In to {0}', about);
      return prompts.input({ id: 'git.username', title, prompt: t('User name'), check: needed });
    }
    case 'hostKey': {
      const isTrusted = await prompts.confirm(
        'git.hostKey',
        t('Do you know this host?'),
        text,
        t('Trust It'),
      );
      return isTrusted ? 'yes' : undefined;
    }
    default: {
      const [title, prompt] = secretWords(question);
      const answer = {
        id: `git.${kind}`,
        title,
        prompt: `${prompt} · ${memory()}`,
        secret: true,
        check: needed,
      };
      return prompts.input(answer);
    }
  }
}

function secretWords({ kind, about, text }: GitQuestion): readonly [title: string, prompt: string] {
  if (kind === 'passphrase') return [t('Git Needs Your ssh Key'), t('Passphrase of {0}', about)];
  if (kind === 'password') return [t('Sign Git In to {0}', about), t('Password or access token')];
  return [t('Git Asks'), text];
}

function memory(): string {
  return t('kept in memory until this window closes, and written nowhere');
}

/** GitHub takes no passwords; whoever is signed in to it in the editor has a token. */
async function fromGitHub({ kind, about }: GitQuestion): Promise<string | undefined> {
  if (!/^(.+@)?github\.com$/.test(about)) return undefined;
  try {
    const options = kind === 'username' ? { createIfNone: true } : { silent: true };
    const session = await vscode.authentication.getSession('github', ['repo'], options);
    return kind === 'username' ? session?.account.label : session?.accessToken;
  } catch {
    // They turned away, or the editor knows no GitHub: then by a token of their own.
    return undefined;
  }
}
