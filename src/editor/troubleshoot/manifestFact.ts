import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Fact, ManifestFact } from '../../platform/why/facts.js';
import type { CommandContext } from '../commands/context.js';

type Reading = Pick<CommandContext, 'language' | 'workspaceServices'>;

/** What the language server finds in the manifest of a service, where this workspace has it. */
export async function manifestFact(context: Reading, service: string): Promise<Fact<ManifestFact>> {
  const resolved = await resolvedManifest(context, service);
  if (!resolved) return { known: false, why: t('The manifest of {0} is not in this workspace.', service) };
  const [first] = resolved.errors;
  return {
    known: true,
    value: {
      errors: resolved.errors.length,
      ...(first && { message: first.message, place: placeOf(first.uri, first.range.start.line) }),
    },
  };
}

/** Shows the first error of the manifest of a service; without one, the manifest. */
export async function showManifest(context: Reading, service: string): Promise<void> {
  const manifest = context.workspaceServices.all.find(({ name }) => name === service);
  const first = (await resolvedManifest(context, service))?.errors[0];
  const uri = first?.uri ?? manifest?.uri;
  if (uri === undefined) return;
  const start = first && new vscode.Position(first.range.start.line, first.range.start.character);
  const selection = start && new vscode.Range(start, start);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), selection ? { selection } : {});
}

async function resolvedManifest({ language, workspaceServices }: Reading, service: string) {
  const manifest = (await workspaceServices.refresh()).find(({ name }) => name === service);
  return manifest && language.request('goldenPath/resolveService', { uri: manifest.uri });
}

function placeOf(uri: string, line: number): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${line + 1}`;
}
