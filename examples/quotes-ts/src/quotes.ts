import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export interface Quote {
  readonly text: string;
  readonly author: string;
}

/** Reads the quotes once, at the start. */
export async function readQuotes(): Promise<readonly Quote[]> {
  const source = await readFile(new URL('../data/quotes.yaml', import.meta.url), 'utf8');
  return parse(source) as Quote[];
}
