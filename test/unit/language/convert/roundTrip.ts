import { parse, stringify } from 'yaml';
import { convert } from '../../../../src/language/convert/convert.js';
import { isDefault, isServerSet } from '../../../../src/language/convert/live/defaults.js';
import { differences } from '../../../../src/language/convert/live/differences.js';
import type { RenderedObject } from '../../../../src/language/convert/render/rendered.js';
import { renderService } from '../../../../src/language/convert/render/renderService.js';

type Plain = Readonly<Record<string, unknown>>;

export interface RoundTrip {
  /** Workloads that became Services. */
  readonly services: number;
  /** What the objects said and neither the rendered ones nor a report say. */
  readonly lost: readonly string[];
}

/** Kubernetes → Service → Kubernetes, and what of it was lost without a word. */
export function roundTrip(objects: readonly Plain[]): RoundTrip {
  const sources = objects.map((object, index) => ({
    uri: `file:///w/${index}.yaml`,
    text: stringify(object, { aliasDuplicateObjects: false }),
  }));
  const { files, report } = convert(sources, 'service');
  const told = sources.map(({ uri }) =>
    report.filter(({ source }) => source === uri).map(({ path }) => path),
  );
  const rendered = files.flatMap(({ text }) => renderService(parse(text) as Plain, { image: '.' }).objects);
  const lost = objects.flatMap((object, index) => {
    const paths = told[index] ?? [];
    // What is refused as a whole became nothing, whatever else is of its kind.
    if (
      report.some(
        ({ source, path, severity }) => source === sources[index]?.uri && path === '' && severity === 'error',
      )
    ) {
      return [];
    }
    // A reason that is given for the whole object speaks for all of it, unless the object became something.
    const same = counterpart(object, rendered);
    if (!same) return paths.includes('') ? [] : [`${nameOf(object)}: the whole object`];
    return leavesLost(same, object)
      .filter((place) => !paths.some((path) => speaksFor(path, place, object)))
      .map((place) => `${nameOf(object)} ${place}`);
  });
  return { services: files.length, lost };
}

function counterpart(object: Plain, rendered: readonly RenderedObject[]): RenderedObject | undefined {
  const same = rendered.filter(({ kind }) => kind === object['kind']);
  const name = (object['metadata'] as Plain)['name'];
  return same.find(({ metadata }) => metadata.name === name) ?? (isWorkload(object) ? same[0] : undefined);
}

function isWorkload({ kind }: Plain): boolean {
  return ['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(String(kind));
}

function nameOf({ kind, metadata }: Plain): string {
  return `${String(kind)}/${String((metadata as Plain)['name'])}`;
}

/** JSON Pointers of everything that the original says and the rendered object does not. */
export function leavesLost(rendered: RenderedObject, original: Plain): string[] {
  const without = { ...rendered, apiVersion: original['apiVersion'] };
  return differences(without, original).flatMap(({ path, livePath, live }) =>
    live === undefined ? [] : leaves(live, path, livePath),
  );
}

function leaves(value: unknown, path: readonly string[], livePath: readonly string[]): string[] {
  if (value === null || value === '' || isServerSet(path) || isDefault(path, value)) return [];
  const entries = typeof value === 'object' ? Object.entries(value) : undefined;
  if (!entries) {
    return [`/${livePath.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`];
  }
  return entries.flatMap(([key, item]) => leaves(item, [...path, key], [...livePath, key]));
}

const naming = /^(.*\/(?:env|volumes|volumeMounts|ports)\/\d+)\/(?:name|mountPath|readOnly|subPath)$/;

/** What is told of a part of an item speaks for its name; what is told of a volume, for its mounts. */
function speaksFor(told: string, place: string, object: Plain): boolean {
  if (told === '') return false;
  if (place === told || place.startsWith(`${told}/`)) return true;
  const item = naming.exec(place)?.[1];
  if (item === undefined) return false;
  const volume = item.includes('/volumeMounts/') ? volumeOf(item, object) : undefined;
  return [item, volume].some((one) => one !== undefined && told.startsWith(`${one}/`));
}

function volumeOf(mount: string, object: Plain): string | undefined {
  const pod = mount.replace(/\/(initContainers|containers)\/.*$/, '');
  const at = (pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((value, key) => (value as Plain | undefined)?.[key], object);
  const { name } = at(mount) as Plain;
  const index = ((at(`${pod}/volumes`) ?? []) as Plain[]).findIndex((one) => one['name'] === name);
  return index < 0 ? undefined : `${pod}/volumes/${index}`;
}
