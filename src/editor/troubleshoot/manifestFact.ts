import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Fact, ManifestFact } from '../../platform/why/facts.js';
import type { CommandContext } from '../commands/context.js';

/** What the language server finds in the manifest of a service, where this workspace has it. */
export async function manifestFact(
  { language, workspaceServices }: Pick<CommandContext, 'language' | 'workspaceServices'>,
  service: string,
): Promise<Fact<ManifestFact>> {
  const manifest = (await workspaceServices.refresh()).find(({ name }) => name === service);
  const resolved = manifest && (await language.request('goldenPath/resolveService', { uri: manifest.uri }));
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

function placeOf(uri: string, line: number): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(uri))}:${line + 1}`;
}
