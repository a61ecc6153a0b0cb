import { t } from '../../base/l10n.js';
import type { Block } from '../../model/problem.js';
import { at, entries, isObject, member, text, type JsonObject } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';

/** The variables of a container with their placeholders filled; what has no value becomes a block. */
export function readVariables(
  container: string,
  spec: unknown,
  resolve: (path: readonly string[]) => Resolved,
  blocks: Block[],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of entries(member(spec, 'variables'))) {
    const { text: expanded, problems } = expand(String(value), resolve);
    result[name] = expanded;
    for (const problem of problems) {
      const message = t('The variable {0} of "{1}" cannot be filled: {2}.', name, container, problem);
      blocks.push({ reason: 'InputRequired', name, message });
    }
  }
  return result;
}

/** `spec.secrets` of an environment as variables; a missing value blocks with its name. */
export function readSecrets(
  manifest: JsonObject,
  environment: string,
  secret: (key: string, variable: string) => string | undefined,
  blocks: Block[],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, full] of secretKeys(manifest, environment)) {
    const value = secret(full, name);
    if (value !== undefined) {
      result[name] = value;
      continue;
    }
    const message = t(
      'The secret "{0}" is missing: add it to .platform/secrets.local.yaml beside the service, or set it at the platform.',
      full,
    );
    blocks.push({ reason: 'InputRequired', name: full, message });
  }
  return result;
}

/** Variable and key of each secret that a service uses in an environment. */
export function secretKeys(
  manifest: JsonObject,
  environment: string,
): readonly (readonly [variable: string, key: string])[] {
  const declared = {
    ...toObject(at(manifest, 'spec', 'secrets')),
    ...toObject(at(manifest, 'spec', 'environments', environment, 'secrets')),
  };
  return Object.entries(declared).map(([name, reference]) => {
    const key = text(member(reference, 'key')) ?? name;
    const property = text(member(reference, 'property'));
    return [name, property === undefined ? key : `${key}.${property}`] as const;
  });
}

function toObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
