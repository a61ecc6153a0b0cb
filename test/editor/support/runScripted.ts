import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

/** A command of ours without its prefix, the answers to what it asks, and its argument. */
export type ScriptedRun = [
  command: string,
  answers?: ConstructorParameters<typeof ScriptedPrompts>[0],
  argument?: unknown,
];

/** Runs a command to its end; gives what it asked and told. */
export async function runScripted(
  loaded: App,
  ...[command, answers = {}, argument]: ScriptedRun
): Promise<ScriptedPrompts> {
  const prompts = new ScriptedPrompts(answers);
  loaded.prompts = prompts;
  await vscode.commands.executeCommand(`goldenPath.${command}`, argument);
  return prompts;
}
