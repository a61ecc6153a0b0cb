import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { ServiceLog } from './serviceLog.js';

/** Says beside the language of a log whether it moves, and offers the other; sets what menus of a log depend on. */
export function showLogStatus(changed: vscode.Event<void>, active: () => ServiceLog | undefined): Disposable {
  const item = vscode.languages.createLanguageStatusItem('goldenPath.log', { scheme: 'golden-path-log' });
  item.name = t('Log');
  let paused: boolean | undefined;
  const show = (): void => {
    const log = active();
    if (!log) return;
    Object.assign(item, statusOf(log));
    if (log.isPaused === paused) return;
    paused = log.isPaused;
    void vscode.commands.executeCommand('setContext', 'goldenPath.logPaused', paused);
  };
  const subscription = changed(show);
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

function statusOf(
  log: ServiceLog,
): Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'command'> {
  const resume = { title: t('Resume'), command: 'goldenPath.resumeLog' };
  const pause = { title: t('Pause'), command: 'goldenPath.pauseLog' };
  if (log.isPaused) {
    return {
      text: t('Paused'),
      detail: log.waiting === 0 ? t('nothing new') : t('{0} new lines', log.waiting),
      severity: vscode.LanguageStatusSeverity.Warning,
      command: resume,
    };
  }
  const severity = vscode.LanguageStatusSeverity.Information;
  switch (log.state) {
    case 'following':
      return {
        text: t('Following'),
        detail: log.shown === '' ? t('until this tab is closed') : t('only lines that pass the filter'),
        severity,
        command: pause,
      };
    case 'interrupted':
      return {
        text: t('Interrupted'),
        detail: t('it is tried again'),
        severity: vscode.LanguageStatusSeverity.Warning,
        command: pause,
      };
    case 'ended':
      return { text: t('Not following'), detail: t('the log has ended'), severity, command: undefined };
    case 'disconnected':
      return {
        text: t('Not following'),
        detail: t('the platform is disconnected'),
        severity: vscode.LanguageStatusSeverity.Warning,
        command: undefined,
      };
  }
}
