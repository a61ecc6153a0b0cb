import type { TextDocument } from 'vscode';

export const manifestLanguage = 'platform-manifest';

/** Where manifests are edited. Not the read-only pictures of them: versions in git, plans, diffs. */
export const manifestSchemes: readonly string[] = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web'];

/** A document in our language, where it is edited. */
export function isOurs(document: TextDocument): boolean {
  return document.languageId === manifestLanguage && manifestSchemes.includes(document.uri.scheme);
}
