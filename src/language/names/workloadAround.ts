import type { PlacedDocument } from '../documents/manifestFile.js';
import { containedUri } from '../documents/uris.js';
import { asMap, parseYaml } from '../documents/yamlDocument.js';
import type { LanguagePorts } from '../ports.js';
import { tooDeepAt } from '../documents/depth.js';
import type { WorkloadAround } from './completePlaceholders.js';

/** The workload that a document describes or names, read as far as it can be: it may be broken just now. */
export async function workloadAround(
  { document }: PlacedDocument,
  manifestUri: string,
  ports: LanguagePorts,
): Promise<WorkloadAround | undefined> {
  const map = document.map ?? {};
  const metadata = asMap(map['metadata']) ?? {};
  if (String(map['apiVersion']).startsWith('score.dev/')) return { body: map, metadata };
  if (map['kind'] !== 'Service') return undefined;
  const body = asMap(asMap(map['spec'])?.['workload']) ?? {};
  const named = body['scoreFile'];
  const uri = typeof named === 'string' ? containedUri(manifestUri, named) : undefined;
  if (uri === undefined) return { body, metadata };
  const text = await ports.files.readText(uri).catch(() => undefined);
  const score = text === undefined || tooDeepAt(text) !== undefined ? undefined : parseYaml(text)?.[0]?.map;
  return { body: score ?? {}, metadata };
}
