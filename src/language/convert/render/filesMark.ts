import { filesAnnotation } from '../../../model/rendering.js';
import type { RenderedObject } from './rendered.js';

/** What marks pods by the files in their ConfigMaps: a file that is mounted by its path never changes while a pod lives. */
export function filesMark(objects: readonly RenderedObject[]): object {
  const files = objects.flatMap(({ kind, metadata, data, binaryData }) =>
    kind === 'ConfigMap' ? [[metadata.name, data, binaryData]] : [],
  );
  return files.length === 0 ? {} : { annotations: { [filesAnnotation]: fnv1a(JSON.stringify(files)) } };
}

/** FNV-1a of 32 bits: enough to tell one deployment from the next. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
