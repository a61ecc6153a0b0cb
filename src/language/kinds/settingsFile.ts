import { detectManifest } from '../../model/manifestDetector.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { fileNameOf } from '../documents/uris.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { teamSettings } from './kinds.js';
import type { Recognition } from './dispatch.js';

const known = new WeakSet<YamlDocument>();

/** Whether a text in a file of that URI is a team's settings. */
export function isSettingsFile(uri: string, text: string): boolean {
  return detectManifest(text, fileNameOf(uri)) === 'settings';
}

/** Remembers of a file's documents that they are settings: nothing in them says so. */
export function knowAsSettings(file: ManifestFile): void {
  for (const { document } of file.documents) known.add(document);
}

/** What a document is, if it is known to be settings. */
export function recogniseSettings(document: YamlDocument): Recognition | undefined {
  if (!known.has(document)) return undefined;
  const isEmpty = document.root === null || document.value === null;
  return isEmpty ? { is: 'empty' } : { is: 'known', kind: teamSettings };
}
