import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

const opened = ['https:', 'http:', 'mailto:', 'tel:'];

/** Opens a page, a new mail or a call. Throws `UserError` for an address that could do anything else. */
export async function openContact(address: string): Promise<void> {
  const url = URL.parse(address);
  if (!url || !opened.includes(url.protocol) || url.username || url.password) {
    throw new UserError(
      'url.refused',
      t('The platform gives an address that is not opened: only web pages, mail and telephone are.'),
    );
  }
  await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
}
