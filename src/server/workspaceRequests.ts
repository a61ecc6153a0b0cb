import { breather } from '../base/breather.js';
import type { FileDiagnostics, WorkspaceValidation } from '../language/protocol.js';
import type { OpenDocuments } from './openDocuments.js';
import type { Publisher } from './publisher.js';
import type { WorkspaceIndex } from './workspaceIndex.js';

const created = 1;
const deleted = 4;

/**
 * Manifests and schemas, whatever happens to them; and what is made or deleted, because of a folder the files in it are
 * not named: a watcher comes too late to a folder that was made with its files.
 */
export const watchPatterns = [
  { globPattern: '**/*.{yaml,yml,json}' },
  { globPattern: '**', kind: created + deleted },
];

/** Checks every manifest of the workspace and publishes what it finds. */
export async function validateWorkspace(
  index: WorkspaceIndex,
  documents: OpenDocuments,
  publisher: Publisher,
  signal: AbortSignal,
): Promise<WorkspaceValidation> {
  const uris = await index.manifests(signal);
  publisher.hasCheckedWorkspace = true;
  const findings: FileDiagnostics[] = [];
  const breathe = breather();
  for (const uri of uris) {
    signal.throwIfAborted();
    const document = await documents.read(uri);
    if (!document) continue;
    const found = await publisher.check(document);
    if (found.errors + found.warnings > 0) findings.push({ uri, ...found });
    await breathe();
  }
  return { files: uris.length, findings };
}
