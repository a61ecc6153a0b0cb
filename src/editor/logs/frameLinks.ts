import * as vscode from 'vscode';
import { breather } from '../../base/breather.js';
import { t } from '../../base/l10n.js';
import type { FrameTarget } from './openFrame.js';
import { framesIn } from './stackFrames.js';

/** Links made at most; the latest lines come first. */
const mostLinks = 2_000;

/** Links from the places that a log names to the workspace's own files; which file is looked up when one is opened. */
export class FrameLinks implements vscode.DocumentLinkProvider {
  readonly #folderOf: (log: vscode.Uri) => string | undefined;

  constructor(folderOf: (log: vscode.Uri) => string | undefined) {
    this.#folderOf = folderOf;
  }

  async provideDocumentLinks(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentLink[]> {
    const folder = this.#folderOf(document.uri);
    const lines: vscode.DocumentLink[][] = [];
    const breathe = breather();
    const { version, lineCount } = document;
    let count = 0;
    for (let line = lineCount - 1; line > 0 && count < mostLinks; line--) {
      const links = framesIn(document.lineAt(line).text).map((frame) => linkOf(line, frame, folder));
      count += links.length;
      lines.push(links);
      await breathe();
      if (token.isCancellationRequested || document.version !== version) return [];
    }
    // Only links in order take the place of those that the editor finds by itself, which open no place in a file.
    return lines.reverse().flat();
  }
}

function linkOf(
  line: number,
  { start, end, ...place }: ReturnType<typeof framesIn>[number],
  folder: string | undefined,
): vscode.DocumentLink {
  const target: FrameTarget = { ...place, ...(folder !== undefined && { folder }) };
  const query = encodeURIComponent(JSON.stringify([target]));
  const link = new vscode.DocumentLink(
    new vscode.Range(line, start, line, end),
    vscode.Uri.parse(`command:goldenPath.openFrame?${query}`),
  );
  link.tooltip = t('Open in this workspace');
  return link;
}
