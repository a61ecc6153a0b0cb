import type * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { SecretSlot } from '../../platform/auth/accounts.js';

export const accountsKey = 'goldenPath.accounts';

/** The editor's secret storage, which all windows share. Rejects with `PlatformError` where the system has no keyring. */
export function accountSlot(secrets: vscode.SecretStorage): SecretSlot {
  return {
    read: () => usable(secrets.get(accountsKey)),
    write: (text) =>
      usable(text === undefined ? secrets.delete(accountsKey) : secrets.store(accountsKey, text)),
  };
}

/** Not with the cause: nobody knows what a keyring says of what it was given. */
async function usable<T>(asked: Thenable<T>): Promise<T> {
  try {
    return await asked;
  } catch {
    throw new PlatformError(
      'unauthenticated',
      t('The secret storage of the editor cannot be used. Unlock the keyring of the system, then sign in.'),
    );
  }
}
