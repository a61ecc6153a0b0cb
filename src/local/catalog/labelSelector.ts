import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../delivery/refusal.js';

type Labels = Readonly<Record<string, string>>;
type Demand = (labels: Labels) => boolean;

const key = String.raw`(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?`;
const equality = new RegExp(`^(${key})\\s*(==?|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${key})$`);

/**
 * Reads a selector in the grammar of Kubernetes: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by
 * commas. Throws `PlatformError` for anything else.
 */
export function labelSelector(source: string): Demand {
  const demands = source
    .split(/,(?![^()]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readDemand);
  return (labels) => demands.every((demand) => demand(labels));
}

function readDemand(source: string): Demand {
  const [, left = '', sign, right = ''] = equality.exec(source) ?? [];
  if (sign !== undefined) {
    return (labels) => (valueOf(labels, left) === right) === (sign !== '!=');
  }
  const [, name = '', how, list = ''] = membership.exec(source) ?? [];
  if (how !== undefined) {
    const values = new Set(list.split(',').map((item) => item.trim()));
    return (labels) => {
      const found = valueOf(labels, name);
      return (found !== undefined && values.has(found)) === (how === 'in');
    };
  }
  const [, not, word] = existence.exec(source) ?? [];
  if (word !== undefined) return (labels) => (valueOf(labels, word) === undefined) === (not === '!');
  throw fieldRefusal('/labelSelector', t('Cannot read "{0}". Write a=b,c in (d,e),!f.', source));
}

function valueOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
