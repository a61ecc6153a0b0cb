import { nodeKinds, targetOf, type Node } from '../views/nodes.js';

/** What a command is to work on, as far as its arguments say. */
export interface Target {
  /** Address of the platform, where there are several. */
  readonly platform?: string;
  readonly service?: string;
  readonly environment?: string;
  /** Id of an operation, from a row of the Activity view. */
  readonly operation?: string;
  /** Id of an incident. */
  readonly incident?: string;
  /** Id of an earlier deployment. */
  readonly deployment?: string;
  /** Id of something provisioned. */
  readonly resource?: string;
  /** Manifest of the service, when the command comes from one. */
  readonly uri?: string;
}

/** Reads the argument of a command: a tree row, or a plain target from a lens or another extension. */
export function targetFrom(argument: unknown): Target {
  if (typeof argument !== 'object' || argument === null) return {};
  // A row may come from anybody who calls the command: its fields are looked at, too.
  const fields: Readonly<Record<string, unknown>> = isNode(argument) ? targetOf(argument) : { ...argument };
  return Object.fromEntries(
    targetFields.flatMap((field) => (typeof fields[field] === 'string' ? [[field, fields[field]]] : [])),
  );
}

const targetFields = [
  'platform',
  'service',
  'environment',
  'operation',
  'incident',
  'deployment',
  'resource',
  'uri',
] as const satisfies readonly (keyof Target)[];

function isNode(value: object): value is Node {
  return 'kind' in value && 'id' in value && nodeKinds.some((kind) => kind === value.kind);
}
