import type { Hover, Position } from 'vscode-languageserver-types';
import { hitAt, type Hit } from '../documents/lookup.js';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { asMap } from '../documents/yamlDocument.js';
import { valueAt } from '../names/inputPlaces.js';
import { slotAt } from '../names/slots.js';
import { workloadAround } from '../names/workloadAround.js';
import type { WorkloadAround } from '../names/completePlaceholders.js';
import type { LanguagePorts } from '../ports.js';
import { namesAction } from '../names/actionNames.js';
import { actionFacts } from './actionFacts.js';
import { effectiveTable } from './effectiveValues.js';
import { inputWords } from './inputWords.js';
import { nameFacts, onCallLine } from './nameFacts.js';
import { placeholderFacts } from './placeholderFacts.js';

/**
 * What is known of a key or value beyond its schema: what it comes to in each environment, and what the workspace and
 * the platform tell of the thing that it names. `undefined` when that is nothing.
 */
export async function hoverFacts(
  file: ManifestFile,
  position: Position,
  ports: LanguagePorts,
): Promise<Hover | undefined> {
  if (file.extent !== 'full') return undefined;
  const at = file.source.offsetAt(position);
  const placed = file.documents.findLast(({ offset }) => offset <= at);
  const hit = placed && hitAt(placed.document, at - placed.offset);
  if (!hit) return undefined;
  const filled = await placeholderFacts(placed.document, at - placed.offset, file.source.uri, ports);
  const sections = filled ? [filled.words] : await sectionsFor(placed, hit, file.source.uri, ports);
  if (sections.length === 0) return undefined;
  const { start, end } = filled?.span ?? hit.span;
  return {
    contents: { kind: 'markdown', value: sections.join('\n\n') },
    range: {
      start: file.source.positionAt(start + placed.offset),
      end: file.source.positionAt(end + placed.offset),
    },
  };
}

async function sectionsFor(
  placed: PlacedDocument,
  hit: Hit,
  uri: string,
  ports: LanguagePorts,
): Promise<string[]> {
  const { document } = placed;
  const manifest = document.map ?? {};
  const isService = manifest['kind'] === 'Service';
  const own = asMap(manifest['metadata'])?.['name'];
  const service = isService && typeof own === 'string' ? own : undefined;
  const sections: (string | undefined)[] = [];
  const slot = slotAt(manifest, hit.path);
  const name = nameAt(manifest, hit);
  if (slot && name !== undefined) sections.push(await nameFacts(slot, name, service, ports));
  const value = valueAt(manifest, hit.path);
  if (namesAction(manifest, hit.path) && typeof value === 'string') {
    sections.push(actionFacts(value, manifest, ports));
  }
  const workload = (): Promise<WorkloadAround | undefined> => workloadAround(placed, uri, ports);
  sections.push(await inputWords(manifest, hit.path, ports, workload));
  const path = hit.path.join('.');
  if (service !== undefined && (path === 'spec.owner' || path === 'spec.onCall')) {
    sections.push(await onCallLine(service, ports));
  }
  if (isService) sections.push(effectiveTable(manifest, hit.path));
  return sections.filter((section) => section !== undefined);
}

/** The name that the cursor is on: the key of a map of named things, else the value. */
function nameAt(manifest: Readonly<Record<string, unknown>>, { path }: Hit): string | undefined {
  if (slotAt(manifest, path)?.as === 'key') return String(path.at(-1));
  const value = valueAt(manifest, path);
  return typeof value === 'string' ? value : undefined;
}
