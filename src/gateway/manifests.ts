import { parseAllDocuments } from 'yaml';
import { t } from '../base/l10n.js';
import { refusal } from '../contract/refusal.js';
import type { Platform } from '../model/platform.js';
import type { Answer, Endpoint } from './endpoint.js';

/** As many as no honest manifest has (a document that grows without end is refused). */
const mostAliases = 100;

/** One manifest, as YAML or as JSON, looked at by the platform. */
export function manifestEndpoint(platform: Platform): Endpoint {
  return {
    method: 'POST',
    path: '/manifests/validate',
    async answer(asked): Promise<Answer> {
      const body = await asked.body();
      const [text, value] = typeof body === 'string' ? [body, valueIn(body)] : [JSON.stringify(body), body];
      return { body: { diagnostics: await platform.validateManifest(text, { ...asked, value }) } };
    },
  };
}

function valueIn(text: string): unknown {
  const [document, more] = parseAllDocuments(text, { uniqueKeys: false });
  if (!document || more) throw refusal('invalid-request', t('Send one manifest at a time.'));
  const [error] = document.errors;
  if (error) throw refusal('invalid-request', t('The body is not valid YAML: {0}', error.message));
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch {
    throw refusal('invalid-request', t('The body has too many aliases.'));
  }
}
