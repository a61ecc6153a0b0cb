import type { PlanChange } from '../../model/delivery.js';
import { isObject, type Json } from '../json.js';
import { changeCause, type KubeObject } from './objects.js';

const mostChanges = 200;
const masked = '***';
const bookkeeping = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
];
/** Annotations that tell of a change and are no part of what runs. */
const told = ['kubectl.kubernetes.io/last-applied-configuration', changeCause];
const secretName = /pass(?:word|wd|phrase)?|secret|token|credential|api_?key|private_?key/i;

/** An object as people compare it: without its status and bookkeeping, values of secrets masked. */
export function shown(object: KubeObject): Json {
  const whole = essential(object);
  const { annotations, ...own } = whole['metadata'] as Json;
  const isBare = Object.keys(annotations as Json).length === 0;
  return mask(isBare ? { ...whole, metadata: own } : whole, isSecretObject(object)) as Json;
}

/** The same with its secrets: to compare by, never to show. */
export function essential(object: KubeObject): Json {
  const named: KubeObject & { readonly apiVersion?: string; readonly kind?: string } = object;
  const { apiVersion, kind, metadata, ...rest } = named;
  const { annotations = {}, ...own } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => !told.includes(key));
  return {
    // In the order that people write it, whatever that of the server.
    ...(apiVersion !== undefined && { apiVersion }),
    ...(kind !== undefined && { kind }),
    metadata: {
      ...Object.fromEntries(Object.entries(own).filter(([key]) => !bookkeeping.includes(key))),
      annotations: Object.fromEntries(kept),
    },
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'status')),
  };
}

/** What differs between an object as it is and as it would be, each by its place. */
export function changesBetween(
  resource: string,
  before: KubeObject,
  after: KubeObject,
): readonly PlanChange[] {
  const changes: PlanChange[] = [];
  const isSecret = isSecretObject(after);
  const walk = (one: unknown, other: unknown, pointer: string, isHidden: boolean): void => {
    if (changes.length >= mostChanges || JSON.stringify(one) === JSON.stringify(other)) return;
    const [left, right] = [entriesOf(one), entriesOf(other)];
    if (left && right) {
      for (const key of new Set([...left.keys(), ...right.keys()])) {
        const isInner =
          isHidden || hides(other, key) || hides(one, key) || (isSecret && isData(pointer + key));
        walk(left.get(key), right.get(key), `${pointer}/${escaped(key)}`, isInner);
      }
      return;
    }
    changes.push({
      action: one === undefined ? 'Create' : other === undefined ? 'Delete' : 'Update',
      resource,
      pointer,
      ...(one !== undefined && { before: isHidden ? masked : textOf(one) }),
      ...(other !== undefined && { after: isHidden ? masked : textOf(other) }),
      ...(isHidden && { sensitive: true }),
    });
  };
  walk(essential(before), essential(after), '', false);
  return changes;
}

function mask(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(item, isSecret));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (isSecret && isData(key)) {
        return [
          key,
          isObject(inner) ? Object.fromEntries(Object.keys(inner).map((name) => [name, masked])) : masked,
        ];
      }
      return [key, hides(value, key) ? masked : mask(inner, isSecret)];
    }),
  );
}

/** Whether a value is that of a variable that is named as secrets are. */
function hides(parent: unknown, key: string): boolean {
  if (key !== 'value' || !isObject(parent)) return false;
  return typeof parent['name'] === 'string' && secretName.test(parent['name']);
}

function isSecretObject(object: KubeObject): boolean {
  return (object as KubeObject & Json)['kind'] === 'Secret';
}

function isData(key: string): boolean {
  return key === 'data' || key === 'stringData';
}

/** Lists whose items have names are compared by these, so that one more does not move the others. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (isObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value)) return undefined;
  return new Map(
    value.map((item: unknown, index) => [
      isObject(item) && typeof item['name'] === 'string' ? item['name'] : String(index),
      item,
    ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(mask(value, false));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
