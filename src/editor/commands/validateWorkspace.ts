import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { WorkspaceValidation } from '../../language/protocol.js';
import type { CommandHandler } from './context.js';

/** Checks every manifest of the workspace and shows the problems. */
export const validateWorkspace: CommandHandler<'language' | 'prompts'> = async ({ language, prompts }) => {
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Checking manifests') },
    () => language.request('goldenPath/validateWorkspace', {}),
  );
  const summary = summaryOf(result);
  if (summary.hasProblems) await vscode.commands.executeCommand('workbench.actions.view.problems');
  prompts.tell(summary.hasProblems ? 'warning' : 'info', summary.sentence);
};

function summaryOf({ files, findings }: WorkspaceValidation): { sentence: string; hasProblems: boolean } {
  const errors = findings.reduce((sum, file) => sum + file.errors, 0);
  const warnings = findings.reduce((sum, file) => sum + file.warnings, 0);
  if (files === 0) {
    return {
      sentence: t('No manifest found: add a platform.yaml or score.yaml beside your code.'),
      hasProblems: false,
    };
  }
  if (errors + warnings === 0) {
    return { sentence: t('Manifests checked: {0}. No problems.', files), hasProblems: false };
  }
  return {
    sentence: t('Manifests checked: {0}. Errors: {1}, warnings: {2}.', files, errors, warnings),
    hasProblems: true,
  };
}
