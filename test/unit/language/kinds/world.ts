import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hover } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageService } from '../../../../src/language/languageService.js';
import type { FolderEntry, SchemaPort } from '../../../../src/language/ports.js';
import { readSettings } from '../../../../src/language/settings.js';
import type { ServedSchema } from '../../../../src/model/servedSchema.js';

interface World {
  /** Files of the folder `file:///w`, by path. */
  readonly files?: Record<string, string>;
  readonly settings?: unknown;
  readonly served?: readonly ServedSchema[];
}

/** A service in the folder `file:///w` with files, settings and a platform's schemas. */
export function serviceIn({ files = {}, settings = {}, served }: World): LanguageService {
  const chosen = readSettings(settings);
  const schemas: SchemaPort = { served: () => Promise.resolve(served) };
  return createLanguageService({
    files: {
      readText: (uri) => Promise.resolve(files[pathOf(uri)]),
      listFolder: (uri) => {
        const below = `${pathOf(uri)}/`;
        const entries = new Map<string, FolderEntry>();
        for (const path of Object.keys(files).filter((one) => one.startsWith(below))) {
          const [name = '', ...deeper] = path.slice(below.length).split('/');
          entries.set(name, { name, isFolder: deeper.length > 0 });
        }
        return Promise.resolve([...entries.values()]);
      },
    },
    settings: () => chosen,
    roots: () => ['file:///w'],
    ...(served && { schemas }),
  });
}

export function yaml(text: string, path = 'a.yaml'): TextDocument {
  return TextDocument.create(uriOf(path), 'yaml', 1, text);
}

export function uriOf(path: string): string {
  return `file:///w/${path}`;
}

/** Each finding as `code “marked text” message`. */
export async function said(service: LanguageService, text: string, path?: string): Promise<string[]> {
  const source = yaml(text, path);
  const found = await service.diagnostics(source);
  return found.map(
    ({ code, range, message }) =>
      `${String(code)} “${source.getText(range)}” ${typeof message === 'string' ? message : message.value}`,
  );
}

/** The codes and marked texts alone. */
export async function marks(service: LanguageService, text: string, path?: string): Promise<string[]> {
  return (await said(service, text, path)).map((one) => one.slice(0, one.indexOf('”') + 1));
}

/** What is offered at the `|` of a text. */
export async function offered(service: LanguageService, marked: string, path?: string): Promise<string[]> {
  const { source, at } = cursorIn(marked, path);
  await service.diagnostics(source);
  const items = service.complete(source, source.positionAt(at), { snippets: false });
  const names = await service.completeNames(source, source.positionAt(at));
  return [...names.items, ...items].map(({ label }) => label);
}

/** The hover at the `|` of a text. */
export async function told(service: LanguageService, marked: string, path?: string): Promise<string> {
  const { source, at } = cursorIn(marked, path);
  await service.diagnostics(source);
  const found = service.hover(source, source.positionAt(at));
  const facts = await service.hoverFacts(source, source.positionAt(at));
  return [found, facts].flatMap((hover) => (hover ? [wordsOf(hover)] : [])).join('\n');
}

function wordsOf({ contents }: Hover): string {
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

function cursorIn(marked: string, path?: string): { source: TextDocument; at: number } {
  const at = marked.indexOf('|');
  return { source: yaml(marked.slice(0, at) + marked.slice(at + 1), path), at };
}

function pathOf(uri: string): string {
  return decodeURIComponent(uri.replace('file:///w/', ''));
}
