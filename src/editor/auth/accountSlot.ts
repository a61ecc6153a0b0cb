import type * as vscode from 'vscode';
import type { SecretSlot } from '../../platform/auth/accounts.js';

export const accountsKey = 'goldenPath.accounts';

/** The editor's secret storage, which all windows share. */
export function accountSlot(secrets: vscode.SecretStorage): SecretSlot {
  return {
    read: () => Promise.resolve(secrets.get(accountsKey)),
    write: async (text) => {
      if (text === undefined) await secrets.delete(accountsKey);
      else await secrets.store(accountsKey, text);
    },
  };
}
