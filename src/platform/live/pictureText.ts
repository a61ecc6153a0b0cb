import { breather } from '../../base/breather.js';
import {
  decodeEnvironments,
  decodeIncidents,
  decodeOperations,
  decodePlatformInfo,
  decodeServices,
} from '../../contract/decode.js';
import type { Service } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';

/** What of a snapshot is worth keeping. */
export type KeptPicture = Pick<
  LiveSnapshot,
  'info' | 'services' | 'environments' | 'operations' | 'incidents' | 'asOf'
>;

/** Of this form; a picture of another is not read. */
const version = 2;
const servicesPerLine = 200;

/** Services and their line, as it was written last: of ten thousand, few change between two writes. */
export type Portions = Map<number, { readonly items: readonly Service[]; readonly line: string }>;

/**
 * A picture as lines of JSON: a head, the environments, the operations, the incidents, the services in portions, an end
 * that tells how many lines there are. Yields to other work between portions, and makes those anew whose services are
 * not those in `portions`, by number. `undefined` when it would pass `maxLength`.
 */
export async function textOf(
  owner: string,
  picture: KeptPicture,
  maxLength: number,
  portions: Portions = new Map(),
): Promise<string | undefined> {
  const { info, services, environments, operations, incidents, asOf } = picture;
  const lines = [
    // The owner is compared as it is: the name of an account may look like a link.
    JSON.stringify({ version, owner, asOf, info: clean(info) }),
    listText(environments),
    listText(operations),
    incidents ? listText(incidents) : 'null',
  ];
  const all = [...services.values()];
  const breathe = breather();
  let length = 0;
  for (let from = 0; from < all.length; from += servicesPerLine) {
    await breathe();
    const items = all.slice(from, from + servicesPerLine);
    const known = portions.get(from);
    const isSame =
      known?.items.length === items.length && items.every((item, at) => item === known.items[at]);
    const line = isSame ? known.line : JSON.stringify({ items }, withoutQueries);
    portions.set(from, { items, line });
    length += line.length;
    if (length > maxLength) return undefined;
    lines.push(line);
  }
  for (const from of portions.keys()) if (from >= all.length) portions.delete(from);
  lines.push(JSON.stringify({ end: lines.length }));
  return lines.join('\n');
}

/** The picture in a text of the same owner; `undefined` for any other text. */
export async function pictureOf(owner: string, text: string): Promise<KeptPicture | undefined> {
  try {
    const [head = '', environments = '', operations = '', incidents = '', ...rest] = text.split('\n');
    const { asOf, info } = headOf(owner, head);
    const end = rest.pop() ?? '';
    if (end !== JSON.stringify({ end: rest.length + 4 })) return undefined;
    const services: KeptPicture['services'] & Map<string, unknown> = new Map();
    const breathe = breather();
    for (const line of rest) {
      await breathe();
      for (const service of decodeServices(JSON.parse(line)).items) services.set(service.name, service);
    }
    return {
      ...(info !== undefined && { info: decodePlatformInfo(info) }),
      environments: new Map(
        decodeEnvironments(JSON.parse(environments)).items.map((item) => [item.name, item]),
      ),
      operations: byId(decodeOperations(JSON.parse(operations)).items),
      ...(incidents !== 'null' && { incidents: byId(decodeIncidents(JSON.parse(incidents)).items) }),
      services,
      asOf,
    };
  } catch {
    // Cut off, written by another version, or not ours: the platform is asked anyway.
    return undefined;
  }
}

function headOf(owner: string, line: string): { readonly asOf: number; readonly info?: unknown } {
  const head = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const { asOf } = head;
  if (head['version'] !== version || head['owner'] !== owner) throw new TypeError('of another');
  if (typeof asOf !== 'number' || !Number.isSafeInteger(asOf)) throw new TypeError('no time');
  return { asOf, info: head['info'] };
}

function listText(items: ReadonlyMap<string, unknown>): string {
  return JSON.stringify({ items: [...items.values()] }, withoutQueries);
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function clean(info: KeptPicture['info']): unknown {
  return info && JSON.parse(JSON.stringify(info, withoutQueries));
}

/** A link may carry a secret in its query or before its host: neither goes to disk. */
function withoutQueries(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return value;
  return value.replace(/[?#].*$/s, '').replace(/^(https?:\/\/)[^/]*@/i, '$1');
}
