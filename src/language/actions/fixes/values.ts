import { t } from '../../../base/l10n.js';
import { allowedValues } from '../../features/schemaValues.js';
import { renameKey, replaceValue } from '../../edits/replaceValue.js';
import { editDistance } from '../../../base/nearest.js';
import type { JsonSchema } from '../../schema/jsonSchema.js';
import { fitsSchema } from '../../schema/validate.js';
import { isThroughAlias, proposal, schemasOf, type Fix, type FindingSite } from './fix.js';
import { valueAt } from './missing.js';
import { slug, variableName } from './slug.js';

const most = 5;

/** Values that the schema allows in the place of one that it does not: the nearest first. */
export const chooseAllowed: Fix = (site) => {
  if (isThroughAlias(site) || site.isOnKey) return [];
  const { holder, document, data } = site;
  const value = String(valueAt(document.value, holder.path));
  const allowed = allowedValues(schemasOf(site, holder.path)).filter(
    (choice) => String(choice) !== data.suggestion,
  );
  const distance = (choice: unknown): number => editDistance(value, String(choice));
  const nearest = allowed.length <= most ? allowed : [...allowed].sort((a, b) => distance(a) - distance(b));
  const only = allowed.length === 1 && data.suggestion === undefined;
  return nearest
    .slice(0, data.suggestion === undefined ? most : most - 1)
    .flatMap((choice) =>
      proposal(
        { title: t('Change to “{0}”', String(choice)), ...(only && { isPreferred: true }) },
        replaceValue(document, holder, choice),
      ),
    );
};

/** A name written as names are: the same words in lower case with dashes, or as an environment variable. */
export const correctName: Fix = (site) => {
  const { holder, document, isOnKey } = site;
  if (isThroughAlias(site)) return [];
  const last = holder.path.at(-1);
  const old = isOnKey ? String(last) : valueAt(document.value, holder.path);
  if (typeof old !== 'string' || allowedValues(schemasOf(site, holder.path)).length > 0) return [];
  const schemas = isOnKey ? nameSchemas(site) : schemasOf(site, holder.path);
  if (fits(old, schemas)) return [];
  const name = [slug(old), variableName(old)].find(
    (made) => made !== undefined && made !== old && fits(made, schemas),
  );
  if (name === undefined) return [];
  const change = isOnKey ? renameKey(document, holder, name) : replaceValue(document, holder, name);
  return proposal({ title: t('Change to “{0}”', name), isPreferred: true }, change);
};

function nameSchemas(site: FindingSite): readonly JsonSchema[] {
  return schemasOf(site, site.holder.path.slice(0, -1)).flatMap(({ propertyNames }) =>
    typeof propertyNames === 'object' ? [propertyNames] : [],
  );
}

/** Whether schemas allow a text. */
function fits(text: string, schemas: readonly JsonSchema[]): boolean {
  return schemas.every((schema) => fitsSchema(schema, text));
}

/** The bound that a number passes. */
export const keepWithin: Fix = (site) => {
  if (isThroughAlias(site) || site.isOnKey) return [];
  const { holder, document } = site;
  const value = valueAt(document.value, holder.path);
  if (typeof value !== 'number') return [];
  const bounds = schemasOf(site, holder.path);
  const low = bounds.find(({ minimum }) => minimum !== undefined && value < minimum)?.minimum;
  const high = bounds.find(({ maximum }) => maximum !== undefined && value > maximum)?.maximum;
  const bound = low ?? high;
  if (bound === undefined) return [];
  return proposal({ title: t('Change to “{0}”', String(bound)) }, replaceValue(document, holder, bound));
};
