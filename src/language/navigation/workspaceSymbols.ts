import type { SymbolKind, WorkspaceSymbol } from 'vscode-languageserver-types';
import { isLocal, type DocumentFacts, type Mention, type Subject } from '../facts/documentFacts.js';

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
  output: 8,
  workloadResource: 19,
  container: 23,
  port: 7,
};

interface Found {
  readonly facts: DocumentFacts;
  readonly mention: Mention;
}

/** What the manifests define whose names hold the letters of a query in their order, the best first. */
export function workspaceSymbols(query: string, known: readonly DocumentFacts[]): WorkspaceSymbol[] {
  const wanted = query.toLowerCase().replace(/\s/g, '');
  /** By how far they are; what is local to a workload comes behind what is not. */
  const levels: Found[][] = Array.from({ length: 2 * (farthest + 1) }, () => []);
  for (const facts of known) {
    for (const mention of facts.mentions) {
      if (mention.role !== 'definition' || mention.written !== undefined) continue;
      const distance = distanceOf(mention.name.toLowerCase(), wanted);
      if (distance === undefined) continue;
      levels[2 * distance + (isLocal(mention.subject) ? 1 : 0)]?.push({ facts, mention });
    }
  }
  const best: Found[] = [];
  for (const level of levels) {
    if (best.length >= mostSymbols) break;
    best.push(...level.sort((a, b) => compareText(a.mention.name, b.mention.name)).slice(0, mostSymbols));
  }
  return best.slice(0, mostSymbols).map(toSymbol);
}

function toSymbol({ facts, mention }: Found): WorkspaceSymbol {
  const isPart = isLocal(mention.subject) || mention.subject === 'output';
  const container = isPart ? facts.name : facts.kind;
  return {
    name: mention.name,
    kind: kinds[mention.subject],
    location: { uri: facts.uri, range: mention.range },
    ...(container !== undefined && { containerName: container }),
  };
}

const farthest = 4;

/** How far a name is from a query: 0 for the name itself; `undefined` where a letter is missing. */
function distanceOf(name: string, wanted: string): number | undefined {
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
  return farthest;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
