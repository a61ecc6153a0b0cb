import { createLanguageService, type LanguageService } from '../../../../src/language/languageService.js';
import type { DocumentFacts } from '../../../../src/language/facts/documentFacts.js';
import type { CatalogEntry, CatalogKind, LanguagePorts } from '../../../../src/language/ports.js';
import type { Diagnostic } from 'vscode-languageserver-types';
import { manifest } from '../support.js';

/** What lies around a manifest. */
export interface World {
  /** The other manifests of the workspace, by URI; absent when the workspace is not known. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Other files, by URI. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the platform knows, by kind; kinds that are left out it cannot tell. */
  readonly live?: Readonly<Partial<Record<CatalogKind, readonly CatalogEntry[]>>>;
  readonly isComplete?: boolean;
  readonly isLive?: boolean;
  readonly settings?: LanguagePorts['settings'];
}

/** A service that sees a world, and the text that is open in it. */
export function serviceIn(world: World, open: Readonly<Record<string, string>> = {}): LanguageService {
  const texts = { ...world.files, ...world.manifests, ...open };
  const facts: DocumentFacts[] = [];
  const service = createLanguageService({
    files: { readText: (uri) => Promise.resolve(texts[uri]) },
    workspace: { documents: () => (world.manifests ? facts : undefined), roots: ['file:///w'] },
    ...(world.live && {
      catalog: {
        query: ({ kind }) => {
          const entries = world.live?.[kind];
          const { isComplete = true, isLive = true } = world;
          return Promise.resolve(entries && { entries, isComplete, isLive, fetchedAt: 0 });
        },
      },
    }),
    ...(world.settings && { settings: world.settings }),
  });
  for (const [uri, text] of Object.entries({ ...world.manifests, ...open })) {
    facts.push(...service.facts(manifest(text, uri)));
  }
  return service;
}

export const standardUri = 'file:///w/services/checkout/platform.yaml';

export async function diagnosticsIn(world: World, text: string, uri = standardUri): Promise<Diagnostic[]> {
  return serviceIn(world, { [uri]: text }).diagnostics(manifest(text, uri));
}

/** Each finding as `code “marked text”`. */
export async function findingsIn(world: World, text: string, uri = standardUri): Promise<string[]> {
  const document = manifest(text, uri);
  return (await diagnosticsIn(world, text, uri)).map(
    ({ code, range }) => `${String(code)} “${document.getText(range)}”`,
  );
}
