import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Diagnostic, Position } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageService } from '../../../src/language/languageService.js';

/** A service that sees the given files, by URI, and no others. */
export function serviceWith(
  files: Readonly<Record<string, string>> = {},
  docsBase?: string,
): LanguageService {
  return createLanguageService({
    files: { readText: (uri) => Promise.resolve(files[uri]) },
    ...(docsBase !== undefined && { docsBase }),
  });
}

export function manifest(text: string, uri = 'file:///w/a.platform.yaml'): TextDocument {
  return TextDocument.create(uri, 'platform-manifest', 1, text);
}

/** Takes the cursor `|` out of a text. */
export function cursorIn(marked: string): { document: TextDocument; position: Position } {
  const at = marked.indexOf('|');
  const document = manifest(marked.slice(0, at) + marked.slice(at + 1));
  return { document, position: document.positionAt(at) };
}

export function completions(marked: string, snippets = true): CompletionItem[] {
  const { document, position } = cursorIn(marked);
  return serviceWith().complete(document, position, { snippets });
}

export function labels(marked: string): string[] {
  return completions(marked).map(({ label }) => label);
}

export async function diagnose(text: string, uri?: string): Promise<Diagnostic[]> {
  return serviceWith().diagnostics(manifest(text, uri));
}

/** Each finding as `code “marked text”`. */
export async function findings(text: string): Promise<string[]> {
  const document = manifest(text);
  const found = await serviceWith().diagnostics(document);
  return found.map(({ code, range }) => `${String(code)} “${document.getText(range)}”`);
}

export function fixture(name: string): string {
  const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
  return readFileSync(path.join(root, 'test/fixtures/manifests', name), 'utf8');
}

export const header = 'apiVersion: goldenpath.dev/v1alpha1\n';
export const smallService = `${header}kind: Service
metadata:
  name: basket
spec:
  type: service
  workload:
    containers:
      main:
        image: .
`;
