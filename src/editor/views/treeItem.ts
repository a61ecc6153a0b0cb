import * as vscode from 'vscode';
import { isolated, isolatedParts } from '../../base/bidi.js';
import { t } from '../../base/l10n.js';
import type { Node } from './nodes.js';
import { productionUri } from './productionMark.js';
import type { Row } from './row.js';
import type { Tooltip } from './tooltips.js';

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

export function toTreeItem(node: Node, row: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(isolated(row.label), states[row.children]);
  item.id = node.id;
  item.description = isolatedParts(row.description);
  item.iconPath = new vscode.ThemeIcon(
    row.look.icon,
    row.look.color === undefined ? undefined : new vscode.ThemeColor(row.look.color),
  );
  item.contextValue = row.tags.join(';');
  item.accessibilityInformation = { label: row.spoken };
  if (row.production) item.resourceUri = productionUri(node.id);
  if (node.kind === 'signIn') {
    item.command = { command: 'goldenPath.signIn', title: t('Sign In…'), arguments: [node] };
  }
  if (row.url !== undefined) {
    item.command = { command: 'vscode.open', title: t('Open'), arguments: [vscode.Uri.parse(row.url, true)] };
  }
  if (node.kind === 'more') {
    item.command = { command: 'goldenPath.loadMore', title: row.label, arguments: [node] };
  }
  return item;
}

/** Everything in it comes from a server or a file, so it is appended as text and never as Markdown. */
export function toMarkdown(tooltip: Tooltip): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown('**').appendText(isolated(tooltip.title)).appendMarkdown('**\n\n');
  for (const [name, value] of tooltip.lines) {
    markdown.appendText(`${name}: ${isolated(value)}`).appendMarkdown('  \n');
  }
  return markdown;
}
