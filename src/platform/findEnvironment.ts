import { t } from '../base/l10n.js';
import type { Environment } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import type { Platform } from '../model/platform.js';

/** An environment of a platform by its name. Throws `UserError` that names those there are. */
export async function findEnvironment(
  platform: Platform,
  name: string,
  call: { readonly signal?: AbortSignal },
): Promise<Environment> {
  const names: string[] = [];
  for (let pageToken: string | undefined; ;) {
    const page = await platform.listEnvironments({ pageSize: 200, ...(pageToken && { pageToken }) }, call);
    const environment = page.items.find((item) => item.name === name);
    if (environment) return environment;
    names.push(...page.items.map((item) => item.name));
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  const known = names.join(', ');
  throw new UserError(
    'environment.unknown',
    t('The platform has no environment "{0}". It has: {1}.', name, known || t('none')),
  );
}
