import { isMap, isScalar, isSeq } from 'yaml';
import { t } from '../../../base/l10n.js';
import { addKeys, colonEnd } from '../../edits/addKeys.js';
import { valueEnd } from '../../edits/extent.js';
import { lineEnd } from '../../edits/lines.js';
import { quote, replaceValue, unquote, unwrapList, wrapInList } from '../../edits/replaceValue.js';
import type { JsonSchema } from '../../schema/jsonSchema.js';
import { fitsSchema } from '../../schema/validate.js';
import type { Proposal } from '../action.js';
import { isThroughAlias, proposal, schemasOf, type Fix, type FindingSite } from './fix.js';
import { namesFromList } from './namedItems.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';
import { typesOf } from './types.js';

/** Writes a value of the wrong type as one of the right type. */
export const convertType: Fix = (site) => {
  if (isThroughAlias(site) || !site.kind) return [];
  const { holder, document } = site;
  const schemas = schemasOf(site, holder.path);
  const types = typesOf(schemas);
  const value = valueAt(document.value, holder.path);
  if (value === null || value === undefined) {
    return [...fillEmpty(site), ...(types.includes('string') ? asEmptyText(site, schemas) : [])];
  }
  return [
    ...(types.includes('string') ? asText(site, value, schemas) : []),
    ...(types.some((type) => ['integer', 'number', 'boolean'].includes(type))
      ? asPlain(site, value, types)
      : []),
    ...(types.includes('array') ? asList(site, value) : []),
    ...(types.includes('object') ? [...namesFromList(site), ...asEntry(site, value, schemas)] : []),
    ...(isSeq(holder.node) && !types.includes('array') ? fromList(site, types) : []),
  ];
};

/** What stands empty gets what belongs there. */
function fillEmpty(site: FindingSite): Proposal[] {
  const { kind, holder, document } = site;
  const name = String(holder.path.at(-1) ?? '');
  const sample = kind && sampleOf({ kind, value: document.value, path: holder.path, name: nameFor(site) });
  if (sample === undefined) return [];
  if (
    typeof sample !== 'object' ||
    sample === null ||
    Array.isArray(sample) ||
    Object.keys(sample).length === 0
  ) {
    const title = t('Fill in “{0}”', name);
    return proposal({ title }, replaceValue(document, holder, sample));
  }
  return proposal({ title: t('Fill in “{0}”', name) }, addKeys(document, holder, { values: { ...sample } }));
}

/** What stands empty is the empty text, where that is one that fits. */
function asEmptyText({ document, holder }: FindingSite, schemas: readonly JsonSchema[]): Proposal[] {
  if (!schemas.every((schema) => fitsSchema(schema, ''))) return [];
  return proposal({ title: t('Make it an empty text: ""') }, replaceValue(document, holder, ''));
}

/** A word with what belongs to it, where the colon or the space behind it was left out. */
function asEntry(
  { document, holder }: FindingSite,
  value: unknown,
  schemas: readonly JsonSchema[],
): Proposal[] {
  const [, key = '', rest = ''] =
    /^([\w-]+)(?::|[ \t]+)(\S.*)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const isKnown = schemas.some(
    ({ properties }) => properties !== undefined && Object.hasOwn(properties, key),
  );
  const { node, pair } = holder;
  const start = node?.range?.[0] ?? 0;
  const isBelow = pair !== undefined && lineEnd(document.text, colonEnd(document.text, pair)) < start;
  if (!isKnown || !isBelow || !isScalar(node) || node.type !== 'PLAIN' || holder.isInFlow) return [];
  const text = `${key}: ${rest}`;
  const change = { start, end: valueEnd(document.text, node), text };
  return proposal({ title: t('Change to “{0}”', text), isPreferred: true }, change);
}

/** The same words as a text; of a version with two numbers, with a third where that is what is asked for. */
function asText(
  { document, holder }: FindingSite,
  value: unknown,
  schemas: readonly JsonSchema[],
): Proposal[] {
  if (!['number', 'boolean'].includes(typeof value)) return [];
  const change = quote(document, holder);
  const words: unknown = change && JSON.parse(change.text);
  if (typeof words !== 'string') return [];
  const fits = (text: string): boolean => schemas.every((schema) => fitsSchema(schema, text));
  if (fits(words)) return proposal({ title: t('Put it in quotes'), isPreferred: true, isSafe: true }, change);
  const version = `${words}.0`;
  if (!fits(version)) return [];
  return proposal(
    { title: t('Change to “{0}”', version), isPreferred: true },
    replaceValue(document, holder, version),
  );
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
};

function asPlain({ document, holder }: FindingSite, value: unknown, types: readonly string[]): Proposal[] {
  if (typeof value !== 'string') return [];
  const text = value.trim();
  const isNumber = types.includes('integer')
    ? /^[-+]?\d+$/.test(text)
    : types.includes('number') && /^[-+]?\d+(\.\d+)?$/.test(text);
  if (isNumber) {
    const about = { title: t('Remove the quotes'), isPreferred: true, isSafe: true };
    return proposal(about, unquote(document, holder));
  }
  const truth = types.includes('boolean') ? truths[text.toLowerCase()] : undefined;
  if (truth === undefined) return [];
  const about = { title: t('Change to “{0}”', String(truth)), isPreferred: true, isSafe: true };
  return proposal(about, replaceValue(document, holder, truth));
}

function asList(site: FindingSite, value: unknown): Proposal[] {
  const { document, holder } = site;
  const items = typesOf(schemasOf({ ...site }, [...holder.path, 0]));
  const fits =
    items.length === 0 ||
    items.includes(isMap(holder.node) ? 'object' : Number.isInteger(value) ? 'integer' : typeof value) ||
    (typeof value === 'number' && items.includes('number'));
  if (!fits || isSeq(holder.node)) return [];
  return proposal(
    { title: t('Make it a list'), isPreferred: true, isSafe: isScalar(holder.node) },
    wrapInList(document, holder),
  );
}

function fromList({ document, holder }: FindingSite, types: readonly string[]): Proposal[] {
  const node = holder.node;
  const item = isSeq(node) && node.items.length === 1 ? node.items[0] : undefined;
  const value = isScalar(item) ? item.value : undefined;
  const type = isMap(item) ? 'object' : Number.isInteger(value) ? 'integer' : typeof value;
  if (!types.includes(type) && !(type === 'integer' && types.includes('number'))) return [];
  return proposal({ title: t('Take it out of the list'), isPreferred: true }, unwrapList(document, holder));
}
