import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { CommandHandler } from '../commands/context.js';
import { filterLog } from './filterLog.js';
import { frameFrom, openFrame } from './openFrame.js';

/** Keeps the log in the active editor as it is; what comes meanwhile is shown when it goes on. */
const pauseLog: CommandHandler<'logs'> = ({ logs }, uri) => logs.active(uri)?.pause();

const resumeLog: CommandHandler<'logs'> = ({ logs }, uri) => logs.active(uri)?.resume();

/** Writes what is kept of the log and passes its filter to a file that the person chooses. */
const saveLog: CommandHandler<'logs' | 'prompts'> = async ({ logs, prompts }, uri) => {
  const log = logs.active(uri);
  if (!log) return;
  const { service, environments } = log.source;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = `${[service, ...environments].join('-')}.log`;
  const file = await vscode.window.showSaveDialog({
    title: t('Save Log'),
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
    filters: { [t('Log')]: ['log', 'txt'] },
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(log.saved()));
  prompts.tell('info', t('The log is saved as {0}.', file.fsPath), [
    { label: t('Open'), run: () => vscode.window.showTextDocument(file) },
  ]);
};

/** Opens the code that a line of a stack trace names. */
const openFrameCommand: CommandHandler<'prompts'> = async ({ prompts }, argument) => {
  const frame = frameFrom(argument);
  if (frame) await openFrame(frame, prompts);
};

export const logCommands = {
  'goldenPath.filterLog': filterLog,
  'goldenPath.pauseLog': pauseLog,
  'goldenPath.resumeLog': resumeLog,
  'goldenPath.saveLog': saveLog,
  'goldenPath.openFrame': openFrameCommand,
} as const;
