import { objectAt, textAt, type Json } from './json.js';

const largestName = 63;

/** The first entity of a repository: what Backstage found, and plain words where it found none. */
export function firstEntity(found: Json = {}, folder = '', owner = 'unknown'): Json {
  const [metadata, spec] = [objectAt(found, 'metadata'), objectAt(found, 'spec')];
  const [told, type, lifecycle] = [textAt(metadata, 'name'), textAt(spec, 'type'), textAt(spec, 'lifecycle')];
  const annotations = objectAt(metadata, 'annotations');
  // Of an address that it knows nothing about it gives the last part as the name.
  const name = told === undefined || /\.ya?ml$/.test(told) ? nameOf(folder) : nameOf(told);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      type: type === undefined || type === 'other' ? 'service' : type,
      lifecycle: lifecycle === undefined || lifecycle === 'unknown' ? 'experimental' : lifecycle,
      owner,
    },
  };
}

/** What Backstage takes for a name: letters, digits and single `-`, `_`, `.` between them. */
function nameOf(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/([-_.])[-_.]+/g, '$1')
    .slice(0, largestName)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return name === '' ? 'service' : name;
}
