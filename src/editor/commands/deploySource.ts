import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { ResolvedService, WorkspaceService } from '../../language/protocol.js';
import type { ReleaseSource } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';
import { takesManifest } from '../../model/rendering.js';
import { isCompositionUrl } from '../../platform/composed/compositionUrl.js';
import { isLoopback } from '../../platform/http/url.js';
import { readRepository } from '../delivery/gitRepository.js';
import { pushedCommit } from '../delivery/pushedCommit.js';
import type { Connection } from '../session/connection.js';
import type { CommandContext } from './context.js';
import { inFrontFirst } from './picks.js';
import type { Target } from './target.js';

/** Finds the service of this workspace that a command means; asks below its title where several could be meant. */
export async function pickWorkspaceService(
  { workspaceServices, prompts }: CommandContext,
  target: Target,
  title: string,
): Promise<WorkspaceService | undefined> {
  const services = await workspaceServices.refresh();
  const uri = target.uri ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (target.service !== undefined) {
    const named = services.filter((service) => service.name === target.service);
    const found = named.find((service) => service.uri === target.uri) ?? named[0];
    if (found) return found;
    throw new UserError(
      'service.elsewhere',
      t('No manifest of {0} is open here. Open the folder that holds it, then try again.', target.service),
    );
  }
  const here = services.filter((service) => service.uri === uri);
  const candidates = here.length > 0 ? here : services;
  if (candidates.length === 0) {
    throw new UserError(
      'service.none',
      t('This workspace describes no service. Add a platform.yaml or score.yaml beside your code.'),
    );
  }
  if (candidates.length === 1) return candidates[0];
  return prompts.pick({
    id: 'service',
    title,
    placeholder: t('Which service?'),
    choices: inFrontFirst(
      candidates.map((service) => ({
        label: service.name,
        description: vscode.workspace.asRelativePath(vscode.Uri.parse(service.uri)),
        value: service,
      })),
      ({ value }) => value === workspaceServices.inFront,
    ),
  });
}

/**
 * Reads the manifest as it will be sent. Unsaved files of the service are saved first, after asking.
 * `undefined` when the person turns away; `UserError` when the manifest has errors.
 */
export async function resolveManifest(
  { language, prompts }: CommandContext,
  service: WorkspaceService,
): Promise<ResolvedService | undefined> {
  const folder = service.folder.endsWith('/') ? service.folder : `${service.folder}/`;
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && document.uri.toString().startsWith(folder),
  );
  if (unsaved.length > 0) {
    const names = unsaved.map((document) => vscode.workspace.asRelativePath(document.uri)).join(', ');
    const go = await prompts.confirm(
      'deploy.save',
      t('Save before deploying {0}?', service.name),
      t('Unsaved: {0}. What is on disk is deployed.', names),
      t('Save and Go On'),
    );
    if (!go) return undefined;
    for (const document of unsaved) await document.save();
  }
  const resolved = await language.request('goldenPath/resolveService', { uri: service.uri });
  if (!resolved) {
    throw new UserError(
      'manifest.none',
      t('The manifest of {0} describes no service any more.', service.name),
    );
  }
  const [first] = resolved.errors;
  if (first) throw manifestFault(resolved, first);
  return resolved;
}

/**
 * Where the platform takes the code from: a folder where it can read this machine's, else the pushed commit.
 * Throws `UserError` where it could reach neither.
 */
export async function sourceOf(connection: Connection, resolved: ResolvedService): Promise<ReleaseSource> {
  const folder = vscode.Uri.parse(resolved.folder);
  const { hostname, host } = new URL(connection.url);
  if (folder.scheme !== 'file') {
    throw new UserError(
      'source.virtual',
      t(
        '{0} is not deployed: its folder is not on disk. Open a clone of it to deploy to {1}.',
        resolved.name,
        host,
      ),
    );
  }
  const { info } = connection.live.snapshot;
  const isCluster = isCompositionUrl(connection.url) && info !== undefined && takesManifest(info);
  if (isLoopback(hostname) || isCluster) return { folder: folder.fsPath };
  return pushedCommit(resolved.name, await readRepository(resolved.name, folder));
}

function manifestFault(resolved: ResolvedService, first: ResolvedService['errors'][number]): UserError {
  const place = `${vscode.workspace.asRelativePath(vscode.Uri.parse(first.uri))}:${first.range.start.line + 1}`;
  const others = resolved.errors.length - 1;
  return new UserError(
    'manifest.invalid',
    others === 0
      ? t('{0} is not deployed: mend {1} first ({2}).', resolved.name, place, first.message)
      : t(
          '{0} is not deployed: mend {1} first ({2}), and {3} more.',
          resolved.name,
          place,
          first.message,
          others,
        ),
  );
}
