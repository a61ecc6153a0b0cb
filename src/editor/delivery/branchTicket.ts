import * as vscode from 'vscode';
import type { CommandContext } from '../commands/context.js';
import { repositoryAround } from './git.js';
import { ticketOf } from './ticketName.js';

/** The ticket of the branch that a service of this workspace is on; `undefined` where there is none. Never rejects. */
export async function branchTicket(
  service: string,
  { workspaceServices, log }: Pick<CommandContext, 'workspaceServices' | 'log'>,
): Promise<string | undefined> {
  const known = workspaceServices.all.find(({ name }) => name === service);
  if (!known) return undefined;
  try {
    const repository = await repositoryAround(vscode.Uri.parse(known.folder));
    return ticketOf(repository?.state.HEAD?.name);
  } catch (error) {
    log.warn(`The branch of ${service} is not known: ${String(error)}`);
    return undefined;
  }
}
