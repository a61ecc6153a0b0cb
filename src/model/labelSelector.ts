/** One demand of a label selector: what a label must be, or must not be. */
export interface LabelDemand {
  readonly label: string;
  readonly how: 'in' | 'notin' | 'exists' | 'absent';
  /** Of `in` and `notin`. */
  readonly values: readonly string[];
}

const label = String.raw`(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?`;
const equality = new RegExp(`^(${label})\\s*(==?|!=)\\s*(${value})$`);
const membership = new RegExp(`^(${label})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${label})$`);

/**
 * Reads a selector in the grammar of Kubernetes: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by
 * commas. Throws what `refuse` makes of a part that is none of them.
 */
export function readLabelSelector(source: string, refuse: (part: string) => Error): readonly LabelDemand[] {
  return source
    .split(/,(?![^()]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const demand = readDemand(part);
      if (demand) return demand;
      throw refuse(part);
    });
}

/** Whether labels meet every demand. A label that is not there is none of any values. */
export function fitsLabels(
  demands: readonly LabelDemand[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return demands.every(({ label: name, how, values }) => {
    const found = Object.hasOwn(labels, name) ? labels[name] : undefined;
    const isWanted = how === 'in' || how === 'exists';
    const isMet = found !== undefined && (values.includes(found) || how === 'exists' || how === 'absent');
    return isMet === isWanted;
  });
}

function readDemand(source: string): LabelDemand | undefined {
  const [, left = '', sign, right = ''] = equality.exec(source) ?? [];
  if (sign !== undefined) return { label: left, how: sign === '!=' ? 'notin' : 'in', values: [right] };
  const [, name = '', how, list = ''] = membership.exec(source) ?? [];
  if (how === 'in' || how === 'notin') {
    return { label: name, how, values: list.split(',').map((item) => item.trim()) };
  }
  const [, not, word] = existence.exec(source) ?? [];
  return word === undefined ? undefined : { label: word, how: not === '!' ? 'absent' : 'exists', values: [] };
}
