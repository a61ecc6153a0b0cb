import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Prompts } from '../prompts.js';
import { bestFiles, pathSteps } from './sourceOfFrame.js';

/** A place of a stack trace, as a link of a log hands it on. */
export interface FrameTarget {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  /** Folder of the service, relative to the workspace. */
  readonly folder?: string;
}

const mostFiles = 200;
const passedOver = '**/{node_modules,.git,.venv,vendor}/**';

/** Reads the argument of the command; `undefined` for anything that is no place. */
export function frameFrom(argument: unknown): FrameTarget | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { path, line, column, folder } = argument as Record<string, unknown>;
  if (typeof path !== 'string' || path.length > 500 || !isPlace(line)) return undefined;
  return {
    path,
    line,
    ...(isPlace(column) && { column }),
    ...(typeof folder === 'string' && { folder }),
  };
}

/**
 * Opens the place in the workspace's own copy of the file, whatever folder the service ran in. Never a file outside of
 * the workspace. Throws `UserError` when no file fits.
 */
export async function openFrame(frame: FrameTarget, prompts: Prompts): Promise<void> {
  const files = await filesOf(frame);
  if (files.length === 0) {
    throw new UserError(
      'log.source',
      t(
        'No file of this workspace is {0}. Open the folder of the service to jump into its code.',
        frame.path,
      ),
    );
  }
  const file =
    files.length === 1
      ? files[0]
      : await prompts.pick({
          id: 'log.source',
          title: frame.path,
          placeholder: t('Which file?'),
          choices: files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), value: uri })),
        });
  if (!file) return;
  const at = new vscode.Position(frame.line - 1, (frame.column ?? 1) - 1);
  await vscode.window.showTextDocument(file, {
    selection: new vscode.Range(at, at),
    viewColumn: otherColumn(),
    preview: true,
  });
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 10_000_000;
}

/** Beside the log when there is a second group already, so that the log stays in sight. */
function otherColumn(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const other = all.find((group) => group !== activeTabGroup);
  return other?.viewColumn ?? vscode.ViewColumn.Active;
}

async function filesOf({ path, folder }: FrameTarget): Promise<readonly vscode.Uri[]> {
  const steps = pathSteps(path);
  const name = steps?.at(-1);
  if (!steps || name === undefined) return [];
  const found = await vscode.workspace.findFiles(`**/${escaped(name)}`, passedOver, mostFiles);
  const files = found.map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri, false) }));
  return bestFiles(steps, files, folder).map(({ uri }) => uri);
}

/** A name as a glob that fits that name only. */
function escaped(name: string): string {
  return name.replace(/[?*[\]{}]/g, (sign) => (sign === '{' || sign === '}' ? '?' : `[${sign}]`));
}
