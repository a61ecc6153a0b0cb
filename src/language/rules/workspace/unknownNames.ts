import { t } from '../../../base/l10n.js';
import type { CatalogKind } from '../../ports.js';
import type { OwnRuleCode } from '../codes.js';
import { keySpan, valueSpan } from '../context.js';
import { finding, meant } from '../finding.js';
import { nearest } from '../../../base/nearest.js';
import type { Surroundings, SurroundingsRule } from '../ruleContext.js';
import { namedThings, type NamedThing } from './namedThings.js';
import { hasPlatform, liveEntries, ofKind, plainRef, specIn } from './surroundings.js';

interface Checked {
  readonly code: OwnRuleCode;
  /** Names that the workspace defines. */
  readonly defined: (around: Surroundings) => readonly string[];
  /** Whether the workspace's own names are all there are when no platform is asked. */
  readonly isWhole: boolean;
}

const namesOf =
  (kind: string) =>
  (around: Surroundings): readonly string[] =>
    ofKind(around, kind).flatMap(({ name }) => name ?? []);

const checked: Readonly<Partial<Record<CatalogKind, Checked>>> = {
  environment: { code: 'reference/unknown-environment', defined: namesOf('Environment'), isWhole: true },
  pipeline: { code: 'reference/unknown-pipeline', defined: namesOf('DeliveryPipeline'), isWhole: true },
  scorecard: { code: 'reference/unknown-scorecard', defined: namesOf('Scorecard'), isWhole: true },
  resourceType: {
    code: 'reference/unknown-resource-type',
    defined: (around) => ofKind(around, 'ResourceType').flatMap((facts) => String(specIn(facts)['type'])),
    isWhole: false,
  },
  owner: { code: 'reference/unknown-owner', defined: () => [], isWhole: false },
};

/** Names that neither the workspace nor the platform knows. Silent unless all of the names are known. */
export const unknownNames: SurroundingsRule = async (document, kind, around) => {
  const things = namedThings(document, kind).filter((thing) => checked[thing.kind] !== undefined);
  const lists = new Map<CatalogKind, readonly string[] | undefined>();
  for (const asked of new Set(things.map((thing) => thing.kind))) {
    lists.set(asked, await knownNames(asked, around));
  }
  return things.flatMap((thing) => {
    const names = lists.get(thing.kind);
    const rule = checked[thing.kind];
    if (!names || !rule || isKnown(thing, names) || !isPlainName(thing.name)) return [];
    const span = (thing.isKey ? keySpan : valueSpan)(document, thing.path);
    const suggestion = nearest(thing.name, thing.kind === 'owner' ? withShort(names) : names);
    return [finding(rule.code, span, message(thing, suggestion), meant(suggestion))];
  });
};

/** People write a group of the default namespace by its name alone. */
function withShort(refs: readonly string[]): readonly string[] {
  return refs.flatMap((ref) => [ref, ref.replace(/^group:default\//, '')]);
}

async function knownNames(kind: CatalogKind, around: Surroundings): Promise<readonly string[] | undefined> {
  const rule = checked[kind];
  if (!rule || !around.workspace) return undefined;
  const defined = rule.defined(around);
  const live = await liveEntries(around, kind);
  if (live) return [...defined, ...live.map(({ name }) => name)];
  const isAll = rule.isWhole && defined.length > 0 && !(await hasPlatform(around, kind));
  return isAll ? defined : undefined;
}

function isKnown({ kind, name }: NamedThing, names: readonly string[]): boolean {
  if (kind !== 'owner') return names.includes(name);
  const ref = plainRef(name, 'group');
  const known = new Set(names.map((one) => plainRef(one, 'group')));
  const word = ref?.slice(0, ref.indexOf(':'));
  // A catalogue that tells of no users may know them all the same.
  const tellsOfKind = [...known].some((one) => one?.startsWith(`${word ?? ''}:`));
  return ref === undefined || !tellsOfKind || known.has(ref);
}

/** Patterns and placeholders are no names. */
function isPlainName(name: string): boolean {
  return /^[\w.:/@-]+$/.test(name);
}

function message({ kind, name }: NamedThing, suggestion: string | undefined): string {
  if (suggestion !== undefined) return meantMessage(kind, name, suggestion);
  switch (kind) {
    case 'environment':
      return t('No environment “{0}” is known. Correct the name, or add the environment.', name);
    case 'pipeline':
      return t('No delivery pipeline “{0}” is known. Correct the name, or add the pipeline.', name);
    case 'scorecard':
      return t('No scorecard “{0}” is known. Correct the name, or add the scorecard.', name);
    case 'resourceType':
      return t('The platform offers no resource of type “{0}”. Correct the type, or ask for it.', name);
    default:
      return t(
        'The catalogue knows no owner “{0}”. Correct the name, or add the group to the catalogue.',
        name,
      );
  }
}

function meantMessage(kind: CatalogKind, name: string, suggestion: string): string {
  switch (kind) {
    case 'environment':
      return t('No environment “{0}” is known. Did you mean “{1}”?', name, suggestion);
    case 'pipeline':
      return t('No delivery pipeline “{0}” is known. Did you mean “{1}”?', name, suggestion);
    case 'scorecard':
      return t('No scorecard “{0}” is known. Did you mean “{1}”?', name, suggestion);
    case 'resourceType':
      return t('The platform offers no resource of type “{0}”. Did you mean “{1}”?', name, suggestion);
    default:
      return t('The catalogue knows no owner “{0}”. Did you mean “{1}”?', name, suggestion);
  }
}
