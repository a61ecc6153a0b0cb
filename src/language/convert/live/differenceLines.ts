import { t } from '../../../base/l10n.js';
import type { Comparison } from './compareLive.js';
import type { Difference } from './differences.js';

const secretive = /secret|token|passw|credential|private|api_?key/i;

/** A comparison as lines for a person: one for each place. What may be a secret is not shown. */
export function differenceLines({ kind, name, isOnly, differences }: Comparison): string[] {
  if (isOnly === 'Rendered') return [t('{0} {1}: it is not live', kind, name)];
  if (isOnly === 'Live') return [t('{0} {1}: it is live, but is rendered no more', kind, name)];
  return differences.map(({ path, rendered, live }) => {
    const place = `${kind} ${name} /${path.join('/')}`;
    return t('{0}: live {1}, rendered {2}', place, shown(path, live), shown(path, rendered));
  });
}

function shown(path: Difference['path'], value: unknown): string {
  if (value === undefined) return t('nothing');
  if (path.some((step) => secretive.test(step)) && !path.includes('secretKeyRef')) return '…';
  const text = JSON.stringify(value, hidden);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The values of variables whose names tell that they are secret, in a difference that holds them. */
function hidden(this: unknown, key: string, value: unknown): unknown {
  const { name } = (this ?? {}) as { readonly name?: unknown };
  return key === 'value' && typeof name === 'string' && secretive.test(name) ? '…' : value;
}
