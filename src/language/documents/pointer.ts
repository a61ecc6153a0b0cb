import { hitAt } from './lookup.js';
import type { ManifestFile } from './manifestFile.js';

/** The JSON Pointer (RFC 6901), within its document, of what stands at an offset of the file; `''` for the root. */
export function pointerAt(file: ManifestFile, offset: number): string {
  const placed = file.documents.findLast((candidate) => candidate.offset <= offset);
  const hit = placed && hitAt(placed.document, offset - placed.offset);
  const path = hit?.path ?? [];
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
