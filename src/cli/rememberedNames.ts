import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../model/liveNames.js';
import { inTime } from '../server/inTime.js';

/** Names kept of a list: enough for a company, and no more than a few megabytes. */
const mostNames = 10_000;
/** A list that was written is written again after so long. */
const writeEveryMs = 60_000;

type Stored = Readonly<Partial<Record<string, CatalogAnswer>>>;

/**
 * The names of a platform with a memory on disk: what it said last is told on, marked as not live, when it cannot be
 * reached, also after a restart. An answer that takes long is not waited for. Nothing secret is among the names.
 */
export class RememberedNames implements CatalogPort {
  readonly #names: CatalogPort;
  readonly #file: string;
  readonly #written = new Map<string, number>();
  #stored: Promise<Stored> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `folder` holds a file for each platform; `platform` is its URL. */
  constructor(names: CatalogPort, folder: string, platform: string) {
    this.#names = names;
    const name = createHash('sha256').update(platform).digest('hex').slice(0, 16);
    this.#file = path.join(folder, `names-${name}.json`);
  }

  async query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const answer = await inTime(this.#names.query(query));
    // What belongs to one service is state of the moment: it is not told on.
    if (query.of !== undefined) return answer;
    if (answer?.isLive === true) void this.#remember(query.kind, answer);
    return answer ?? part((await this.#read())[query.kind], query);
  }

  /** Resolves when what was learnt is on disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #remember(kind: CatalogQuery['kind'], { fetchedAt }: CatalogAnswer): Promise<void> {
    if (fetchedAt - (this.#written.get(kind) ?? -Infinity) < writeEveryMs) return;
    this.#written.set(kind, fetchedAt);
    this.#writing = this.#writing.then(async () => {
      const all = await this.#names.query({ kind, limit: mostNames });
      if (!all) return;
      const stored = { ...(await this.#read()), [kind]: { ...all, isLive: false } };
      this.#stored = Promise.resolve(stored);
      await write(this.#file, JSON.stringify(stored));
    });
    // A folder that cannot be written leaves no memory; the names of now are told all the same.
    this.#writing = this.#writing.catch(() => undefined);
    await this.#writing;
  }

  #read(): Promise<Stored> {
    return (this.#stored ??= readFile(this.#file, 'utf8').then(parse, () => ({})));
  }
}

function part(
  stored: CatalogAnswer | undefined,
  { prefix = '', limit }: CatalogQuery,
): CatalogAnswer | undefined {
  if (!stored) return undefined;
  const fits = stored.entries.filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase()));
  const isComplete = stored.isComplete && prefix === '' && fits.length <= limit;
  return { ...stored, entries: fits.slice(0, limit), isComplete, isLive: false };
}

function parse(text: string): Stored {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, answer]) => isAnswer(answer)));
  } catch {
    return {};
  }
}

function isAnswer(value: unknown): value is CatalogAnswer {
  const { entries, fetchedAt } = (value ?? {}) as Partial<CatalogAnswer>;
  return (
    typeof fetchedAt === 'number' &&
    Array.isArray(entries) &&
    entries.every((one: { name?: unknown } | null) => typeof one?.name === 'string')
  );
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}
