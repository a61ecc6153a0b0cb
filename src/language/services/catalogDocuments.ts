import { lookup, spanOf } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { asMap } from '../documents/yamlDocument.js';
import { factsOf } from '../facts/factsOf.js';
import type { CatalogDocument } from '../protocol.js';

/** The entities and templates of Backstage's that a file describes, each with a name. */
export function catalogDocuments(file: ManifestFile): CatalogDocument[] {
  return factsOf(file).flatMap(({ apiVersion, name, nameRange, value, index }) => {
    const placed = file.documents[index];
    const isTheirs = /^(?:scaffolder\.)?backstage\.io\//.test(apiVersion);
    if (!isTheirs || !placed || name === undefined || !nameRange) return [];
    const namespace = asMap(value['metadata'])?.['namespace'];
    const steps = asMap(value['spec'])?.['steps'];
    const places = (Array.isArray(steps) ? steps : []).flatMap((step, number) => {
      const id = asMap(step)?.['id'];
      const span = spanOf(lookup(placed.document, ['spec', 'steps', number, 'action'])?.value);
      if (typeof id !== 'string' || !span) return [];
      const at = (offset: number) => file.source.positionAt(placed.offset + offset);
      return [{ id, range: { start: at(span.start), end: at(span.end) } }];
    });
    const inNamespace = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
    const kind = typeof value['kind'] === 'string' ? value['kind'] : '';
    return [{ ref: `${kind}:${inNamespace}/${name}`.toLowerCase(), value, range: nameRange, steps: places }];
  });
}
