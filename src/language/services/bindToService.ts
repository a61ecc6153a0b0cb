import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import type { Path } from '../documents/lookup.js';
import { ManifestFiles } from '../documents/manifestFile.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import { addKeys } from '../edits/addKeys.js';
import type { Change } from '../edits/change.js';
import { holderAt } from '../edits/holder.js';
import { removeEntry } from '../edits/removeEntry.js';
import type { ManifestBinding } from '../protocol.js';
import { serviceDocuments } from './findServices.js';

/**
 * The edits that make a service use a resource or a secret, or use it no longer. None when it is so already; `undefined`
 * when the file describes no such service, or says it in a way that cannot be edited (an alias, a Score file elsewhere).
 */
export function bindToService(
  source: TextDocument,
  service: string | typeof anyWorkload,
  binding: ManifestBinding,
): TextEdit[] | undefined {
  const found = serviceDocuments(new ManifestFiles().get(source)).find(
    ({ name, kind }) => name === service || (kind === 'Workload' && service === anyWorkload),
  );
  const path = found && placeOf(found.document, found.kind, binding);
  if (!found || !path) return undefined;
  const { document, offset } = found;
  const changes = binding.value ? put(document, path, binding.value) : takeAway(document, path);
  return changes?.map(({ start, end, text }) => ({
    range: { start: source.positionAt(start + offset), end: source.positionAt(end + offset) },
    newText: text,
  }));
}

/** In place of a name: the workload of a Score file, which the service that points to it may call otherwise. */
export const anyWorkload = Symbol('workload');

/** The Score file that a service of this file keeps its workload in, relative to it. */
export function scoreFileOf(source: TextDocument, service: string): string | undefined {
  const found = serviceDocuments(new ManifestFiles().get(source)).find(({ name }) => name === service);
  const file = asMap(asMap(found?.document.map?.['spec'])?.['workload'])?.['scoreFile'];
  return typeof file === 'string' && found?.kind === 'Service' ? file : undefined;
}

/** Where it belongs: the last step is its name. */
function placeOf(
  { map }: YamlDocument,
  kind: 'Service' | 'Workload',
  { in: list, name }: ManifestBinding,
): Path | undefined {
  if (list === 'secrets') return kind === 'Service' ? ['spec', 'secrets', name] : undefined;
  if (kind === 'Workload') return ['resources', name];
  const workload = asMap(asMap(map?.['spec'])?.['workload']);
  return workload?.['scoreFile'] === undefined ? ['spec', 'workload', 'resources', name] : undefined;
}

/** Adds what is not there, with the maps around it. What is there stays as the person wrote it. */
function put(document: YamlDocument, path: Path, value: unknown): Change[] | undefined {
  if (holderAt(document, path)) return [];
  for (let length = path.length - 1; length >= 0; length--) {
    const holder = holderAt(document, path.slice(0, length));
    if (!holder) continue;
    const missing = path.slice(length);
    const [first] = missing;
    const whole = missing.slice(1).reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
    const change = addKeys(document, holder, { values: { [String(first)]: whole } });
    return change && [change];
  }
  return undefined;
}

function takeAway(document: YamlDocument, path: Path): Change[] | undefined {
  const holder = holderAt(document, path);
  return holder ? removeEntry(document, holder) : [];
}
