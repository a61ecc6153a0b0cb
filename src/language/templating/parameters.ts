import { asMap } from '../documents/yamlDocument.js';

type Plain = Readonly<Record<string, unknown>>;

/** What the forms of a scaffolder template ask for. */
export interface TemplateParameters {
  /** The schema of each parameter, by name. */
  readonly named: ReadonlyMap<string, Plain>;
  /** Whether these are all: the text alone tells. */
  readonly isComplete: boolean;
}

/** Keywords whose schemas can add fields to a form. */
const applicators = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'];
const byName = ['dependencies', 'dependentSchemas'];
const deepest = 20;

/** Reads `spec.parameters`: one form, or a list of pages. */
export function templateParameters(parameters: unknown): TemplateParameters {
  const named = new Map<string, Plain>();
  const isComplete = collect(parameters, named, 0);
  return { named, isComplete };
}

/** Whether all names were read. */
function collect(form: unknown, named: Map<string, Plain>, depth: number): boolean {
  if (form === undefined || form === null || typeof form === 'boolean') return true;
  if (depth > deepest) return false;
  if (Array.isArray(form)) {
    // A list of names stands under `dependencies`; as a page a text can be anything.
    const pages = form.map((page) =>
      typeof page === 'string' ? depth > 0 && !page.includes('${{') : collect(page, named, depth + 1),
    );
    return pages.every(Boolean);
  }
  const map = asMap(form);
  if (!map) return false;
  const properties = asMap(map['properties'] ?? {});
  let isComplete =
    properties !== undefined &&
    typeof map['additionalProperties'] !== 'object' &&
    !Object.keys(map).some(isReadFromElsewhere);
  for (const [name, schema] of Object.entries(properties ?? {})) {
    if (isReadFromElsewhere(name)) isComplete = false;
    else if (!named.has(name)) named.set(name, asMap(schema) ?? {});
  }
  const inner = [
    ...applicators.map((keyword) => map[keyword]),
    ...byName.flatMap((keyword) => Object.values(asMap(map[keyword]) ?? {})),
  ];
  return inner.map((one) => collect(one, named, depth + 1)).every(Boolean) && isComplete;
}

function isReadFromElsewhere(key: string): boolean {
  return key.startsWith('$') || key.includes('${{');
}
