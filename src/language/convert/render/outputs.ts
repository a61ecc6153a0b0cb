import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';
import { partsOf } from './placeholders.js';

/** What a placeholder stands for: a text that is known now, or a key of a Secret that is there when it runs. */
export type Output = { readonly text: string } | { readonly secret: string; readonly key: string };

/** Those that become objects of their own. */
const rendered = new Set(['volume', 'route', 'dns']);

/** What the resources of a workload give, and which Secrets the platform must keep for that. */
export class Outputs {
  readonly #service: string;
  readonly #metadata: unknown;
  readonly #resources: ReadonlyMap<string, Reader>;
  readonly #asked = new Map<string, Set<string>>();

  constructor(service: string, metadata: unknown, resources: readonly (readonly [string, Reader])[]) {
    this.#service = service;
    this.#metadata = metadata;
    this.#resources = new Map(resources);
  }

  /** `undefined` for a path that names nothing. */
  of([root, name = '', ...rest]: readonly string[]): Output | undefined {
    if (root === 'metadata') return known([name, ...rest].reduce(step, this.#metadata));
    const resource = this.#resources.get(name);
    if (root !== 'resources' || !resource || rest.length === 0) return undefined;
    if (rest[0] === 'metadata') return known(rest.reduce(step, resource.value));
    const key = rest.join('.');
    const text = this.#derived(name, resource.value, key);
    if (text !== undefined) return { text };
    this.#asked.set(name, (this.#asked.get(name) ?? new Set()).add(key));
    return { secret: `${this.#service}-${name}`, key };
  }

  /** A text whose placeholders are all known now; `undefined` for any other. */
  plain(text: string): string | undefined {
    const parts = partsOf(text).map((part) => (typeof part === 'string' ? { text: part } : this.of(part)));
    return parts.every((part) => part !== undefined && 'text' in part)
      ? parts.map((part) => part.text).join('')
      : undefined;
  }

  /** Tells of each resource that nothing is rendered of, and which Secret the platform must keep for it. */
  tell(): void {
    for (const [name, reader] of this.#resources) {
      const keys = this.#asked.get(name);
      if (rendered.has(String(asMap(reader.value)?.['type']))) continue;
      reader.take('type', 'class', 'id', 'params', 'metadata');
      const reason = keys
        ? t(
            'The platform provides it, and keeps what it gives in the Secret “{0}” with the keys {1}.',
            `${this.#service}-${name}`,
            [...keys].sort().join(', '),
          )
        : t('The platform provides it; no object is rendered for it.');
      reader.note(reason, 'information');
    }
  }

  #derived(name: string, value: unknown, key: string): string | undefined {
    const { type, id, params } = asMap(value) ?? {};
    const given = (param: string): string | undefined => {
      const found = known(asMap(params)?.[param]);
      return found && this.plain(found.text);
    };
    if (type === 'service') {
      const host = given('name') ?? (typeof id === 'string' ? id : name);
      const port = given('port');
      if (['name', 'host', 'hostname'].includes(key)) return host;
      if (port === undefined || !/^\d+$/.test(port)) return undefined;
      return key === 'port' ? port : key === 'url' ? `http://${host}:${port}` : undefined;
    }
    if (type === 'route' || type === 'dns' || type === 'environment' || type === 'env') return given(key);
    return undefined;
  }
}

function step(value: unknown, key: string): unknown {
  const map = asMap(value);
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}

function known(value: unknown): { readonly text: string } | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? { text: String(value) } : undefined;
}
