import { asMap } from '../documents/yamlDocument.js';
import { isKeyPath } from './slots.js';

type Path = readonly (string | number)[];

/** A map in a manifest whose inner keys are told by something that it names: a resource type, a template, an action. */
export interface InputPlace {
  readonly names: 'resourceType' | 'template' | 'action';
  /** The name of what tells them. */
  readonly name: string;
  /** The path of the map: the one that has the inputs. */
  readonly holder: Path;
  /** The key of the holder that the inputs stand under. */
  readonly inputs: 'params' | 'values' | 'input';
}

interface Row {
  readonly pattern: string;
  readonly names: InputPlace['names'];
  readonly key: 'type' | 'ref' | 'action';
  readonly inputs: InputPlace['inputs'];
  /** Where the name stands when the holder has none: what is overridden tells it. */
  readonly otherwise?: (path: Path) => Path;
}

const resource = { names: 'resourceType', key: 'type', inputs: 'params' } as const;

const scaffolder: readonly Row[] = [
  { pattern: 'spec.steps.#', names: 'action', key: 'action', inputs: 'input' },
];

const score: readonly Row[] = [{ pattern: 'resources.*', ...resource }];

const rows: Readonly<Record<string, readonly Row[]>> = {
  Service: [
    { pattern: 'spec.workload.resources.*', ...resource },
    {
      pattern: 'spec.environments.*.overrides.resources.*',
      ...resource,
      otherwise: (path) => ['spec', 'workload', 'resources', path.at(-1) ?? ''],
    },
    { pattern: 'spec.template', names: 'template', key: 'ref', inputs: 'values' },
  ],
  Resource: [
    { pattern: 'spec.environments.*', ...resource, otherwise: () => ['spec'] },
    { pattern: 'spec', ...resource },
  ],
};

/** Whose inputs a path is about. `roots` are readings of one document; the first that tells the name counts. */
export function inputPlaceAt(roots: readonly unknown[], path: Path): InputPlace | undefined {
  for (const { pattern, names, key, inputs, otherwise } of rowsOf(roots)) {
    const steps = pattern.split('.');
    const holder = path.slice(0, steps.length);
    if (!isKeyPath(steps, holder)) continue;
    const places = [holder, ...(otherwise ? [otherwise(holder)] : [])];
    const name = places
      .flatMap((place) => roots.map((root) => asMap(valueAt(root, place))?.[key]))
      .find((found) => typeof found === 'string');
    return typeof name === 'string' ? { names, name, holder, inputs } : undefined;
  }
  return undefined;
}

/** As `inputPlaceAt`; where none of the roots tells the name, a workload in a file of its own may. */
export async function inputPlaceBeside(
  roots: readonly unknown[],
  path: Path,
  workload: () => Promise<{ readonly body: unknown } | undefined>,
): Promise<InputPlace | undefined> {
  const place = inputPlaceAt(roots, path);
  if (place || !asksForInputs(roots[0], path)) return place;
  const beside = await workload();
  return beside && inputPlaceAt([...roots, { spec: { workload: beside.body } }], path);
}

/** Whether a path is one that inputs, a class or a version stand at, whoever tells them. */
export function asksForInputs(root: unknown, path: Path): boolean {
  return rowsOf([root]).some(({ pattern, inputs, names }) => {
    const steps = pattern.split('.');
    const key = path[steps.length];
    const keys = names === 'action' ? [inputs] : [inputs, 'class', 'version'];
    return keys.some((one) => one === key) && isKeyPath(steps, path.slice(0, steps.length));
  });
}

function rowsOf(roots: readonly unknown[]): readonly Row[] {
  const maps = roots.map((root) => asMap(root) ?? {});
  const word = (key: string): string =>
    maps.map((map) => map[key]).find((value) => typeof value === 'string') ?? '';
  if (word('apiVersion').startsWith('score.dev/')) return score;
  if (word('apiVersion').startsWith('scaffolder.backstage.io/')) return scaffolder;
  const kind = word('kind');
  const isOurs = word('apiVersion').startsWith('goldenpath.dev/');
  return isOurs && Object.hasOwn(rows, kind) ? (rows[kind] ?? []) : [];
}

/** The value at a path, of what may be half typed. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (Array.isArray(value) ? (value[Number(step)] as unknown) : asMap(value)?.[step]),
    root,
  );
}
