import { t } from '../../base/l10n.js';
import { describe } from '../features/words.js';
import { freshness } from '../names/freshness.js';
import { classesOf, giverOf, inputSchema } from '../names/givenInputs.js';
import { inputPlaceBeside, valueAt } from '../names/inputPlaces.js';
import type { WorkloadAround } from '../names/completePlaceholders.js';
import type { KnownName } from '../names/knownNames.js';
import type { LanguagePorts } from '../ports.js';
import { schemasAt } from '../schema/navigate.js';

type Path = readonly (string | number)[];

/**
 * What a resource type says of a parameter, or a template of a value it asked for, in Markdown; `undefined` where a
 * path is no such thing or nobody describes it.
 */
export async function inputWords(
  manifest: unknown,
  path: Path,
  ports: LanguagePorts,
  workload: () => Promise<WorkloadAround | undefined>,
): Promise<string | undefined> {
  const place = await inputPlaceBeside([manifest], path, workload);
  const [key, ...inner] = path.slice(place?.holder.length);
  const isVersion = key === 'version' && place?.names === 'template';
  const isClass = key === 'class' && place?.names === 'resourceType';
  if (!place || !(isVersion || isClass || (key === place.inputs && inner.length > 0))) return undefined;
  const giver = await giverOf(place, ports);
  if (!giver) return undefined;
  const words =
    isVersion || isClass ? toldOf(giver) : await ofInput(giver, manifest, [...place.holder, key], inner);
  return (
    words && `${words}\n\n${t('Told by {0}', `\`${place.name}\``)} · ${freshness(giver.origin, Date.now())}`
  );
}

function toldOf(giver: KnownName): string | undefined {
  const version = giver.facts?.['version'];
  if (typeof version === 'string') return t('Latest version: {0}', version);
  const classes = classesOf(giver);
  return classes.length > 0 ? t('Classes: {0}', classes.join(', ')) : undefined;
}

async function ofInput(
  giver: KnownName,
  manifest: unknown,
  inputs: Path,
  path: Path,
): Promise<string | undefined> {
  const schema = await inputSchema(giver);
  const name = path.findLast((part) => typeof part === 'string') ?? '';
  return schema && describe(name, schemasAt(schema, valueAt(manifest, inputs) ?? {}, path));
}
