import type { CompletionItem, CompletionItemKind, Position } from 'vscode-languageserver-types';
import type { LanguagePorts } from '../ports.js';
import { placeholderWords, typedPlaceholder } from './placeholderNames.js';

/** The workload that a placeholder is in, as far as it can be read. */
export interface WorkloadAround {
  readonly body: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const variable = 6 satisfies CompletionItemKind;

/** What can follow in the Score placeholder that is open at a position; `undefined` when none is open there. */
export async function placeholderItems(
  line: string,
  position: Position,
  ports: LanguagePorts,
  around: () => Promise<WorkloadAround | undefined>,
): Promise<CompletionItem[] | undefined> {
  const typed = typedPlaceholder(line.slice(0, position.character));
  const workload = typed && (await around());
  if (!workload) return undefined;
  const prefix = typed.at(-1) ?? '';
  const rest = line.slice(position.character);
  const word = /^[\w-]*/.exec(rest)?.[0].length ?? 0;
  const isClosed = /^[\w.-]*\}/.test(rest);
  const range = {
    start: { line: position.line, character: position.character - prefix.length },
    end: { line: position.line, character: position.character + word },
  };
  const words = await placeholderWords(typed, workload.body, workload.metadata, ports);
  return words.map(({ name, description, goesOn }, index) => ({
    label: name,
    kind: variable,
    sortText: `!${String(index).padStart(4, '0')}`,
    filterText: name,
    textEdit: { range, newText: `${name}${goesOn || isClosed ? '' : '}'}` },
    ...(description !== undefined && { labelDetails: { description } }),
  }));
}
