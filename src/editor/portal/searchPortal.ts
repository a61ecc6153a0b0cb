import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Found } from '../../model/portal.js';
import type { CommandHandler } from '../commands/context.js';
import { webAddress } from '../commands/webAddress.js';
import { withNotification } from '../windowPrompts.js';
import { portalFor } from './portals.js';

const icons: Readonly<Record<string, string>> = {
  component: 'package',
  documentation: 'book',
  api: 'plug',
  template: 'project',
  group: 'organization',
  user: 'person',
};

/** Searches a Backstage, and opens what is found in the browser: an entity, or a page of documentation. */
export const searchPortal: CommandHandler = async (context) => {
  const { prompts } = context;
  const title = t('Search Backstage');
  const portal = await portalFor(context, 'search', title);
  if (!portal) return;
  const text = await prompts.input({
    id: 'search',
    title,
    prompt: t('Words of a service, an API, documentation …'),
  });
  if (text === undefined || text.trim() === '') return;
  const all: Found[] = [];
  for (let pageToken: string | undefined; ;) {
    const at = pageToken === undefined ? {} : { pageToken };
    const page = await withNotification(title, (_, signal) =>
      portal.part.find(text.trim(), { signal, ...at }),
    );
    all.push(...page.items);
    pageToken = page.nextPageToken;
    if (all.length === 0) {
      prompts.tell('info', t('Nothing was found for “{0}”.', text.trim()));
      return;
    }
    const more = { label: t('More…'), icon: 'ellipsis', value: 'more' as const };
    const picked = await prompts.pick<Found | 'more'>({
      id: 'search.found',
      title,
      placeholder: t('Opens in the browser'),
      choices: [...all.map(choiceOf), ...(pageToken === undefined ? [] : [more])],
    });
    if (picked === undefined) return;
    if (picked === 'more') continue;
    await vscode.env.openExternal(vscode.Uri.parse(webAddress(picked.url), true));
    return;
  }
};

function choiceOf(found: Found) {
  const { title, type, text } = found;
  return {
    label: title,
    description: type,
    icon: icons[type] ?? 'circle-outline',
    value: found,
    ...(text !== undefined && text !== '' && { detail: text }),
  };
}
