import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Template } from '../../model/offer.js';
import type { Page } from '../../model/platform.js';
import { shortReference } from '../../model/reference.js';
import type { CommandContext } from '../commands/context.js';
import type { Connection } from '../session/connection.js';
import { templatePage } from './templatePage.js';

const mostTemplates = 1_000;

/** The gallery: search by name, words and tags; a button shows more of each. `undefined` when the person turned away. */
export async function pickTemplate(
  { prompts, reports, log }: Pick<CommandContext, 'prompts' | 'reports' | 'log'>,
  { platform }: Connection,
  title: string,
  fits: (template: Template) => boolean,
): Promise<Template | undefined> {
  const templates = (await allPages((query) => platform.listTemplates(query))).filter(fits);
  if (templates.length === 0) {
    throw new UserError('template.none', t('The platform offers no template here.'));
  }
  const preview = async (template: Template): Promise<void> => {
    try {
      const whole = (await platform.templates?.get(template.name)) ?? template;
      await reports.show(
        (whole.title ?? whole.name).replaceAll('/', ' '),
        templatePage(whole, await readmeOf(whole)),
      );
    } catch (error) {
      log.error('the template cannot be shown', error);
      prompts.tell(
        'error',
        t('The platform does not tell more of {0} now.', template.title ?? template.name),
      );
    }
  };
  const readmeOf = async ({ name }: Template): Promise<string | undefined> => {
    const found = await platform.pages?.list({ q: name, type: 'template' }).catch(() => undefined);
    const page = found?.items.find((item) => item.title === name);
    return page && (await platform.pages?.get(page.id).catch(() => undefined))?.content;
  };
  return prompts.pick({
    id: 'template',
    title,
    placeholder: t('Search by name, words or tags'),
    patient: true,
    choices: templates.map((template) => ({
      label: template.title ?? template.name,
      icon: 'project',
      description: [
        template.version,
        template.owner && shortReference(template.owner),
        (template.tags ?? []).map((tag) => `#${tag}`).join(' '),
      ]
        .filter(Boolean)
        .join(' · '),
      detail: template.description ?? '',
      value: template,
      preview: () => preview(template),
    })),
  });
}

/** Every item of a list that is not long. */
export async function allPages<T>(
  list: (query: { readonly pageSize: number; readonly pageToken?: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  for (let pageToken: string | undefined; items.length < mostTemplates;) {
    const page = await list({ pageSize: 200, ...(pageToken !== undefined && { pageToken }) });
    items.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  return items;
}
