import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { isCompositionUrl } from '../../platform/composed/compositionUrl.js';
import { diagnosticsText } from './diagnosticsText.js';

/** Shows what would help somebody else to find a fault, and copies it when the person says so. */
export const copyDiagnostics: CommandHandler = async (context) => {
  const text = diagnosticsText({
    versions: versions(),
    states: states(context),
    platforms: context.session.connections.map(({ kind, url, account, live, platform }) => ({
      kind,
      host: isCompositionUrl(url) ? 'of parts' : new URL(url).host,
      parts: platform.parts?.() ?? live.snapshot.info?.parts ?? [],
      isSignedIn: account !== undefined,
      snapshot: live.snapshot,
    })),
    faults: context.faults.faults,
  });
  await context.reports.show(t('Diagnostics'), `\`\`\`text\n${text}\`\`\`\n`);
  context.prompts.tell(
    'info',
    t('These are the diagnostics: no secrets and nothing of your files. Copy them?'),
    [{ label: t('Copy'), run: () => vscode.env.clipboard.writeText(text) }],
  );
};

type Pair = readonly [name: string, value: string];

function versions(): readonly Pair[] {
  const extension = vscode.extensions.getExtension('golden-path.golden-path');
  const manifest = extension?.packageJSON as { readonly version?: string } | undefined;
  return [
    ['extension', manifest?.version ?? 'unknown'],
    ['editor', `${vscode.env.appName} ${vscode.version}`],
    ['node', process.versions.node],
    ['machine', `${process.platform} ${process.arch}`],
    ['language', vscode.env.language],
    ['window', vscode.env.uiKind === vscode.UIKind.Web ? 'browser' : 'desktop'],
    ['remote', vscode.env.remoteName ?? 'none'],
  ];
}

function states({ session, workspaceServices, language }: CommandContext): readonly Pair[] {
  const settings = vscode.workspace.getConfiguration('goldenPath');
  const names = Object.keys(settings).filter((name) => {
    const value = settings.inspect(name);
    return value?.globalValue !== undefined || value?.workspaceValue !== undefined;
  });
  return [
    ['workspace trusted', String(vscode.workspace.isTrusted)],
    ['folders', String(vscode.workspace.workspaceFolders?.length ?? 0)],
    ['services in the workspace', String(workspaceServices.all.length)],
    ['language server', language.state],
    ['local platform starting', String(session.isStarting)],
    ['settings changed', names.join(' ') || 'none'],
    ['proxy', vscode.workspace.getConfiguration('http').get<string>('proxySupport', 'unknown')],
  ];
}
