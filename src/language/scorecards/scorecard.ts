import { pointerPath } from '../documents/lookup.js';
import { asMap } from '../documents/yamlDocument.js';

type Plain = Readonly<Record<string, unknown>>;

/** A check of a scorecard that a manifest alone decides. */
export interface ManifestCheck {
  readonly name: string;
  /** The name for people. */
  readonly title: string;
  readonly level: string;
  /** Steps to what is checked; `*` stands for every entry of a map or list. */
  readonly path: readonly string[];
  /** JSON Schema that the value must fit; it only has to be there when this is absent. */
  readonly schema: Plain | undefined;
  /** What to do, in the words of whoever wrote the check. */
  readonly remedy: string | undefined;
  /** A merge patch of the manifest that mends it. */
  readonly fix: Plain | undefined;
}

/** What mends a check that the platform decides. */
export interface PlatformRemedy {
  readonly name: string;
  /** The name for people. */
  readonly title: string;
  /** A merge patch of the manifest. */
  readonly fix: Plain;
}

export interface ScorecardRules {
  readonly name: string;
  readonly appliesTo: Plain;
  readonly checks: readonly ManifestCheck[];
  readonly remedies: readonly PlatformRemedy[];
}

/** Reads the checks with `evaluation: Manifest`, and remedies of the others, from the `spec` of a scorecard. What is not understood is left out. */
export function scorecardRules(name: string, spec: unknown): ScorecardRules {
  const { appliesTo, checks } = asMap(spec) ?? {};
  const list: readonly unknown[] = Array.isArray(checks) ? checks : [];
  return {
    name,
    appliesTo: asMap(appliesTo) ?? {},
    checks: list.flatMap((check) => readCheck(check)),
    remedies: list.flatMap((check) => readRemedy(check)),
  };
}

function readRemedy(value: unknown): PlatformRemedy[] {
  const { name, title, description, evaluation, remediation } = asMap(value) ?? {};
  const fix = asMap(asMap(remediation)?.['fix']);
  if (evaluation === 'Manifest' || typeof name !== 'string' || !fix) return [];
  return [{ name, title: firstText(title, description) ?? name, fix }];
}

function readCheck(value: unknown): ManifestCheck[] {
  const { name, title, description, level, evaluation, path, schema, remediation } = asMap(value) ?? {};
  const { text, fix } = asMap(remediation) ?? {};
  const isPointer = typeof path === 'string' && path.startsWith('/');
  if (evaluation !== 'Manifest' || typeof name !== 'string' || !isPointer) return [];
  return [
    {
      name,
      title: firstText(title, description) ?? name,
      level: firstText(level) ?? '',
      path: pointerPath(path),
      schema: asMap(schema),
      remedy: firstText(text),
      fix: asMap(fix),
    },
  ];
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}

const selectors = new Set(['kinds', 'types', 'tiers', 'lifecycles', 'matchLabels']);

/** Whether a scorecard is about a manifest: Services, unless it says otherwise. Selectors that are not known select nothing. */
export function isAbout({ appliesTo }: ScorecardRules, manifest: Plain): boolean {
  if (Object.keys(appliesTo).some((key) => !selectors.has(key))) return false;
  const spec = asMap(manifest['spec']) ?? {};
  const { tier = 'medium', lifecycle = 'production', type } = spec;
  const labels = asMap(asMap(manifest['metadata'])?.['labels']) ?? {};
  return (
    isAmong(appliesTo['kinds'] ?? ['Service'], manifest['kind']) &&
    isAmong(appliesTo['types'], type) &&
    isAmong(appliesTo['tiers'], tier) &&
    isAmong(appliesTo['lifecycles'], lifecycle) &&
    Object.entries(asMap(appliesTo['matchLabels']) ?? {}).every(([key, value]) => labels[key] === value)
  );
}

function isAmong(list: unknown, value: unknown): boolean {
  return list === undefined || (Array.isArray(list) && list.includes(value));
}
