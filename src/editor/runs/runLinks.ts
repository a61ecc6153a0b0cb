import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import type { Action } from '../prompts.js';
import { webAddress } from '../commands/webAddress.js';

const mostLinks = 3;

/** Buttons for where the result of an operation can be seen. Addresses that may not be opened are left out. */
export function linksOf({ links = [], result }: Operation): readonly Action[] {
  const url = result?.['url'];
  const all = [...links, ...(typeof url === 'string' ? [{ url }] : [])];
  return all
    .slice(0, mostLinks)
    .flatMap(({ url: address, title }: { readonly url: string; readonly title?: string }) => {
      let checked: string;
      try {
        checked = webAddress(address);
      } catch {
        return [];
      }
      return [{ label: title ?? t('Open {0}', new URL(checked).host), run: () => open(checked) }];
    });
}

async function open(address: string): Promise<void> {
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(address, true)));
}
