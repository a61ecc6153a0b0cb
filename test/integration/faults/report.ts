import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import type { Log } from '../../../src/model/log.js';

/** One line of the table in docs/reliability.md, as it came out of the run. */
export interface FaultRow {
  readonly fault: string;
  /** What the person sees of a read. */
  readonly sees: string;
  /** What the picture does meanwhile. */
  readonly picture: string;
  /** What becomes of a deployment that was confirmed before it happened. */
  readonly deployment: string;
  /** Places where the token was found that are none of its own, of those that were looked at. */
  readonly leaks: number;
}

const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();
const page = path.join(root, 'docs', 'reliability.md');
const [start, end] = ['<!-- faults: npm run reliability -->', '<!-- end of faults -->'] as const;

/** The rows of a run, which writes the page or is compared with it. */
export class FaultReport {
  readonly #rows: FaultRow[] = [];

  add(row: FaultRow): void {
    this.#rows.push(row);
  }

  /** The table as the page has it, and as it should be; both are the same after writing. */
  settle(): { readonly written: string; readonly found: string } {
    const text = readFileSync(page, 'utf8');
    const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
    if (from < start.length || to < from) throw new Error(`docs/reliability.md has no place for the table.`);
    const found = this.#table();
    if (process.env['GOLDEN_PATH_WRITE_RELIABILITY'] !== '1') {
      return { written: text.slice(from, to).trim(), found };
    }
    writeFileSync(page, `${text.slice(0, from)}\n\n${found}\n\n${text.slice(to)}`);
    return { written: found, found };
  }

  #table(): string {
    const lines = this.#rows.map(
      ({ fault, sees, picture, deployment, leaks }) =>
        `| ${[fault, sees, picture, deployment, leaks === 0 ? 'nowhere' : `${leaks} places`].map(cell).join(' | ')} |`,
    );
    return [
      '| what happens | what the person sees | the picture meanwhile | a deployment confirmed before | the token leaks |',
      '|---|---|---|---|---|',
      ...lines,
    ].join('\n');
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** In how many of these things a token is found. */
export function leaksOf(token: string, places: readonly unknown[]): number {
  return places.filter((place) =>
    inspect(place, { depth: 12, maxStringLength: null, maxArrayLength: null }).includes(token),
  ).length;
}

/** Keeps whatever is logged, at every level. */
export function loggingTo(lines: string[]): Log {
  const add = (message: string, error?: unknown): void => {
    lines.push(`${message} ${error === undefined ? '' : inspect(error, { depth: 8 })}`);
  };
  return { debug: add, info: add, warn: add, error: add };
}

/** A sentence without what differs from run to run: the ports of the platform's origin and others, the shorter times of the tests. */
export function timeless(sentence: string, url: string): string {
  return sentence
    .replaceAll(new URL(url).host, 'platform.example')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'other.example')
    .replaceAll(/within \d+ seconds/g, 'within 15 seconds')
    .replaceAll(/hello-\d+/g, 'hello');
}
