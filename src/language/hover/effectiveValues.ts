import { t } from '../../base/l10n.js';
import { mergePatch } from '../../model/mergePatch.js';
import { asMap } from '../documents/yamlDocument.js';
import { shown } from '../rules/values.js';

type Plain = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A value of a Service in one environment, and whether that environment says so itself. */
export interface EffectiveValue {
  readonly environment: string;
  readonly value: unknown;
  readonly isOverridden: boolean;
}

/** Where an environment's own words about a part of the spec stand. */
const parts: readonly { readonly base: readonly string[]; readonly own: readonly string[] }[] = [
  { base: ['scaling'], own: ['scaling'] },
  { base: ['secrets'], own: ['secrets'] },
  { base: ['workload'], own: ['overrides'] },
];

/**
 * What the value at a path of a Service comes to in each environment that it names. `undefined` for a path that no
 * environment can change, and where none changes it.
 */
export function effectiveValues(manifest: Plain, path: Path): readonly EffectiveValue[] | undefined {
  const spec = asMap(manifest['spec']);
  const place = baseOf(path);
  if (!spec || !place) return undefined;
  const { part, below } = place;
  const base = at(spec, [...part.base, ...below]);
  const found = Object.entries(asMap(spec['environments']) ?? {}).map(([environment, settings]) => {
    const own = at(settings, part.own);
    const patched = mergePatch(at(spec, part.base), own ?? {});
    const value = at(patched, below);
    return { environment, value, isOverridden: !isEqual(value, base) };
  });
  return found.some(({ isOverridden }) => isOverridden) ? found : undefined;
}

/** The place of the spec itself that a path is about: its own, or the one that an environment's words replace. */
function baseOf(path: Path): { part: (typeof parts)[number]; below: Path } | undefined {
  const [head, first, ...rest] = path;
  if (head !== 'spec') return undefined;
  if (first === 'environments') {
    const part = parts.find(({ own }) => own[0] === rest[1]);
    return part && { part, below: rest.slice(2) };
  }
  const part = parts.find(({ base }) => base[0] === first);
  return part && { part, below: rest };
}

function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    current = Array.isArray(current) ? (current[Number(part)] as unknown) : asMap(current)?.[part];
  }
  return current;
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The values as a table in Markdown: the base first. `undefined` where the value is not a short one. */
export function effectiveTable(manifest: Plain, path: Path): string | undefined {
  const values = effectiveValues(manifest, path);
  const place = baseOf(path);
  if (!values || !place) return undefined;
  const base = at(asMap(manifest['spec']), [...place.part.base, ...place.below]);
  if ([base, ...values.map(({ value }) => value)].some((value) => !isShort(value))) return undefined;
  const row = (name: string, value: unknown, origin: string): string =>
    `| ${name} | ${value === undefined ? '–' : `\`${shown(value)}\``} | ${origin} |`;
  const baseName = `spec.${[...place.part.base, ...place.below].join('.')}`;
  return [
    `| ${t('environment')} | ${t('value')} | ${t('from')} |`,
    '|---|---|---|',
    row(t('all others'), base, `\`${baseName}\``),
    ...values.map(({ environment, value, isOverridden }) =>
      row(
        environment,
        value,
        isOverridden
          ? `\`spec.environments.${[environment, ...place.part.own, ...place.below].join('.')}\``
          : `\`${baseName}\``,
      ),
    ),
  ].join('\n');
}

function isShort(value: unknown): boolean {
  return value === undefined || value === null || typeof value !== 'object';
}
