import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Position, Range } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageService } from '../../src/language/languageService.js';
import { RenameRefusal } from '../../src/language/navigation/nameRules.js';
import type { Edit } from './mutations.js';
import type { Random } from './random.js';

const uri = 'file:///w/a.platform.yaml';

/** No answer may take more of the processor, ms: far above what any takes. */
const longestMs = 2000;

export function newService(): LanguageService {
  return createLanguageService({
    files: { readText: () => Promise.resolve(undefined) },
    workspace: { documents: () => [] },
  });
}

export function documentOf(text: string): TextDocument {
  return TextDocument.create(uri, 'platform-manifest', 1, text);
}

/** One question to the service; its answer is compared between a service that saw the edits and a fresh one. */
type Question = (service: LanguageService, document: TextDocument, at: Position) => unknown;

function wholeOf(document: TextDocument): Range {
  return { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } };
}

/** The answer, or why there is none where that is meant for a person. */
async function unlessRefused(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RenameRefusal) return error.message;
    throw error;
  }
}

const questions: Readonly<Record<string, Question>> = {
  diagnostics: (service, document) => service.diagnostics(document),
  symbols: (service, document) => service.symbols(document),
  facts: (service, document) => service.facts(document),
  services: (service, document) => service.services(document),
  folding: (service, document) => service.folding(document),
  selection: (service, document, at) => service.selectionRanges(document, [at]),
  tokens: (service, document) => service.semanticTokens(document),
  hints: (service, document) => service.inlayHints(document, wholeOf(document)),
  linked: (service, document, at) => service.linkedRanges(document, at),
  format: (service, document) => service.format(document, { client: {}, roots: [] }),
  onType: (service, document, at) => service.formatOnType(document, at, '\n', { client: {}, roots: [] }),
  hover: (service, document, at) => service.hover(document, at),
  hoverFacts: (service, document, at) => service.hoverFacts(document, at),
  completion: (service, document, at) => service.complete(document, at, { snippets: true }),
  documentation: (service, document, at) =>
    service
      .complete(document, at, { snippets: true, isLazy: true })
      .slice(0, 3)
      .map((item) => ({ ...service.resolveCompletion(item), data: undefined })),
  names: (service, document, at) => service.completeNames(document, at),
  definition: (service, document, at) => service.definition(document, at, service.facts(document)),
  references: (service, document, at) => service.references(document, at, service.facts(document), true),
  highlights: (service, document, at) => service.highlights(document, at, service.facts(document)),
  links: (service, document) => service.links(document),
  statusPlaces: (service, document) => service.statusPlaces(document),
  renameAt: (service, document, at) =>
    unlessRefused(() => service.prepareRename(document, at, service.facts(document))),
  rename: (service, document, at) =>
    unlessRefused(() => service.rename(document, at, 'renamed', service.facts(document))),
  symbolsByName: (service, document) => service.workspaceSymbols('a', service.facts(document)),
  actions: (service, document, at) => service.codeActions(document, { range: { start: at, end: at } }),
  resolvedAction: async (service, document, at) => {
    const query = { range: { start: at, end: at }, only: ['quickfix', 'refactor', 'source'] };
    const [first] = await service.codeActions(document, query);
    return first && service.resolveCodeAction(document, first, query);
  },
  fixAll: (service, document, at) =>
    service.codeActions(document, { range: { start: at, end: at }, only: ['source.fixAll.goldenPath'] }),
};

/**
 * Applies edits one after the other to one document and asks everything after each. Throws when an answer differs from
 * that of a service that sees the text for the first time, takes too long, throws, or leaves the document.
 */
export async function checkEdits(start: string, edits: readonly Edit[], random: Random): Promise<void> {
  const service = newService();
  const document = documentOf(start);
  let version = 1;
  await service.diagnostics(document);
  for (const edit of edits) {
    const range = { start: document.positionAt(edit.start), end: document.positionAt(edit.end) };
    TextDocument.update(document, [{ range, text: edit.text }], ++version);
    // Between CR and LF there is no position: an edit there moves, as it does in an editor.
    await checkText(service, document, document.getText(), random);
  }
}

async function checkText(
  service: LanguageService,
  document: TextDocument,
  text: string,
  random: Random,
): Promise<void> {
  const fresh = newService();
  const same = documentOf(text);
  const at = document.positionAt(random.below(text.length + 1));
  for (const [name, ask] of Object.entries(questions)) {
    const before = process.cpuUsage();
    const answer = await ask(service, document, at);
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    assert.ok(took < longestMs, `${name} took ${Math.round(took)} ms`);
    assert.deepEqual(answer, await ask(fresh, same, at), `${name} differs from that of a fresh parse`);
    if (name === 'diagnostics') checkPlaces(answer as readonly Diagnostic[], document);
  }
}

function checkPlaces(diagnostics: readonly Diagnostic[], document: TextDocument): void {
  assert.ok(diagnostics.length <= 201, 'too many diagnostics');
  for (const { range, message } of diagnostics) {
    const words = typeof message === 'string' ? message : message.value;
    assert.ok(isInside(range, document), `“${words}” lies outside the document`);
    assert.ok(words.length > 0 && !/undefined|\[object/.test(words), words);
  }
}

function isInside({ start, end }: Range, document: TextDocument): boolean {
  return document.offsetAt(start) <= document.offsetAt(end) && end.line < document.lineCount;
}
