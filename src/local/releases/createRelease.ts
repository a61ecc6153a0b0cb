import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Actor } from '../../model/actor.js';
import type { ReleaseRequest, ReleaseSource } from '../../model/delivery.js';
import type { Commit } from '../../model/deployment.js';
import { at, canonical, text } from '../manifest/json.js';
import type { ReleaseRecord, ServiceRecord } from '../store/state.js';
import { captureSnapshot, captureTree } from './capture.js';
import { contentDigest, sha256 } from './contentDigest.js';
import { inspectSource } from './inspectSource.js';
import { releaseFolder } from './releaseFolder.js';
import { cloneRevision } from './repositoryClone.js';
import type { SourceFiles } from './sourceFiles.js';

export interface CreatedRelease {
  readonly release: ReleaseRecord;
  readonly service: ServiceRecord;
  /** Top of the repository (or the folder itself) up to which `.platform/` is looked for. */
  readonly top?: string;
}

interface Captured {
  readonly files: SourceFiles;
  readonly commit?: Commit;
  readonly tree?: string;
  readonly folder?: string;
  readonly top?: string;
  readonly repository?: { readonly url: string; readonly path: string };
}

/**
 * Captures the code of a source for good. The same manifest and code give the same release again.
 * Throws `UserError` when the source cannot be read or is too large.
 */
export async function createRelease(
  dataDir: string,
  request: ReleaseRequest,
  createdBy: Actor,
  now: string,
): Promise<CreatedRelease> {
  const name = text(at(request.manifest, 'metadata', 'name')) ?? '';
  const incoming = path.join(dataDir, 'releases', `.incoming-${randomUUID()}`);
  try {
    await mkdir(incoming, { recursive: true });
    const { files, ...captured } = await capture(dataDir, request.source, incoming);
    const content = await contentDigest(incoming, files);
    const configDigest = sha256(canonical(request.manifest));
    const identity = canonical({ name, configDigest, content, commit: captured.tree && captured.commit?.id });
    const id = `rel_${sha256(identity).slice(0, 16)}`;
    const { root, source } = releaseFolder(dataDir, name, id);
    if (!(await stat(source).catch(() => undefined))) {
      await mkdir(root, { recursive: true });
      // The same release may be made twice at once; the first one's code is as good.
      await rename(incoming, source).catch(async (error: unknown) => {
        if (!(await stat(source).catch(() => undefined))) throw error;
      });
    }
    return {
      release: {
        id,
        service: name,
        version: versionOf(captured, content),
        createdAt: now,
        manifest: request.manifest,
        configDigest: `sha256:${configDigest}`,
        contentDigest: content,
        ...(captured.commit && { commit: captured.commit }),
        ...(captured.tree && { tree: captured.tree }),
        ...(captured.folder && { folder: captured.folder }),
        createdBy,
      },
      service: {
        name,
        manifest: request.manifest,
        ...(captured.folder && { folder: captured.folder }),
        ...(captured.repository && { repository: captured.repository }),
        updatedAt: now,
      },
      ...(captured.top && { top: captured.top }),
    };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

async function capture(dataDir: string, source: ReleaseSource, target: string): Promise<Captured> {
  if ('repository' in source) {
    const cloned = await cloneRevision(path.join(dataDir, 'repositories'), source);
    return {
      files: await captureTree(cloned.folder, cloned.tree, target),
      commit: cloned.commit,
      tree: cloned.tree,
      repository: { url: source.repository, path: source.path ?? '' },
    };
  }
  const state = await inspectSource(source.folder);
  const { folder, top, head, cleanTree } = state;
  const place = {
    folder,
    top: top ?? folder,
    repository: { url: fileUrl(top ?? folder), path: state.subPath },
    ...(head && { commit: head }),
  };
  if (top !== undefined && cleanTree !== undefined) {
    return { ...place, tree: cleanTree, files: await captureTree(top, cleanTree, target) };
  }
  return { ...place, files: await captureSnapshot(folder, top !== undefined, target) };
}

function fileUrl(folder: string): string {
  return pathToFileURL(folder).href;
}

function versionOf(captured: Pick<Captured, 'commit' | 'tree'>, content: string): string {
  const hash = content.slice(0, 8);
  if (!captured.commit) return `snapshot.${hash}`;
  const short = captured.commit.id.slice(0, 7);
  return captured.tree === undefined ? `${short}-dirty.${hash}` : short;
}
