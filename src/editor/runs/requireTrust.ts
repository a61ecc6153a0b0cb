import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

/** Throws `UserError` in a workspace that is not trusted: there nothing is written and nothing connected. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError('workspace.untrusted', t('This needs a trusted workspace. Trust it, then try again.'));
}
