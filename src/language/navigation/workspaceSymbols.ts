import type { SymbolKind, WorkspaceSymbol } from 'vscode-languageserver-types';
import { isLocal, type DocumentFacts, type Subject } from '../facts/documentFacts.js';

/** At most so many are given for one query. */
const mostSymbols = 500;

const kinds: Readonly<Record<Subject, SymbolKind>> = {
  service: 5,
  resource: 19,
  environment: 3,
  pipeline: 24,
  resourceType: 11,
  template: 2,
  action: 12,
  scorecard: 10,
  freezeWindow: 24,
  entity: 19,
  workloadResource: 19,
  container: 23,
  port: 7,
};

/** What the manifests define whose names hold the letters of a query in their order, the best first. */
export function workspaceSymbols(query: string, known: readonly DocumentFacts[]): WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s/g, '');
  const found: { score: number; symbol: WorkspaceSymbol }[] = [];
  for (const facts of known) {
    for (const mention of facts.mentions) {
      if (mention.role !== 'definition' || mention.written !== undefined) continue;
      const score = fit(mention.name.toLowerCase(), wanted);
      if (score === undefined) continue;
      const container = isLocal(mention.subject) ? facts.name : facts.kind;
      const symbol = {
        name: mention.name,
        kind: kinds[mention.subject],
        location: { uri: facts.uri, range: mention.range },
        ...(container !== undefined && { containerName: container }),
      };
      found.push({ score: score + (isLocal(mention.subject) ? 0.5 : 0), symbol });
    }
  }
  found.sort((a, b) => a.score - b.score || compareText(a.symbol.name, b.symbol.name));
  return found.slice(0, mostSymbols).map(({ symbol }) => symbol);
}

/** How far a name is from a query: 0 for the name itself; `undefined` where a letter is missing. */
function fit(name: string, wanted: string): number | undefined {
  if (wanted === '') return 0;
  const at = name.indexOf(wanted);
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  if (at > 0) return /[\w]/.test(name[at - 1] ?? '') ? 3 : 2;
  let from = 0;
  for (const letter of wanted) {
    const next = name.indexOf(letter, from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  return 4;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
