import { tooDeepAt } from '../../documents/depth.js';
import { limits } from '../../documents/limits.js';
import { containedUri } from '../../documents/uris.js';
import { asMap, parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { at, specOf, type Plain } from '../mapped.js';
import type { Surroundings } from '../ruleContext.js';

/** The Score body of a Service: what it holds, or what its Score file holds; `undefined` when that cannot be read. */
export async function scoreBody(
  document: YamlDocument,
  { uri, ports }: Surroundings,
): Promise<Plain | undefined> {
  const workload = asMap(specOf(document)['workload']);
  const named = workload?.['scoreFile'];
  if (named === undefined) return workload;
  const file = typeof named === 'string' ? containedUri(uri, named) : undefined;
  const text = file === undefined ? undefined : await ports.files.readText(file).catch(() => undefined);
  if (text === undefined || text.length > limits.fullService || tooDeepAt(text) !== undefined) {
    return undefined;
  }
  const score = parseYaml(text)?.find(({ tree }) => tree.errors.length === 0)?.map;
  if (!score || !String(score['apiVersion']).startsWith('score.dev/')) return undefined;
  return Object.fromEntries(
    ['containers', 'service', 'resources'].flatMap((key) =>
      at(score, key) === undefined ? [] : [[key, score[key]]],
    ),
  );
}
