import os from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Transport } from '../../../src/platform/http/transport.js';

/** How long a first picture took, in ms. */
export interface FirstPaint {
  /** From the beginning to the first picture with versions. */
  readonly whole: number;
  /** While at least one server was at work on what had been asked. */
  readonly servers: number;
  /** From the last byte of the lists that the picture is made of. */
  readonly after: number;
  /** What this process worked in that time, whatever else the machine does. */
  readonly work: number;
}

interface Asked {
  readonly begun: number;
  readonly isList: boolean;
  ended?: number;
  cpu?: NodeJS.CpuUsage;
}

const patienceMs = 1_500;
const mostWorkMs = 800;

/** The lists that a picture is made of. */
const lists = /\/entities\/by-query\?.*limit=[1-9]|\/api\/v1\/applications\?/;
const streams = /\/stream\/|[?&]watch=true/;

/** A clock beside the requests of a first picture. */
export class PaintClock {
  readonly #started = performance.now();
  readonly #asked: Asked[] = [];

  /** A request goes out; call what it gives at the last byte of the answer. */
  begin(url: string): () => void {
    if (streams.test(url)) return () => undefined;
    const asked: Asked = { begun: performance.now(), isList: lists.test(url) };
    this.#asked.push(asked);
    return () => {
      if (asked.ended !== undefined) return;
      asked.ended = performance.now();
      asked.cpu = process.cpuUsage();
    };
  }

  timed(inner: Transport): Transport {
    return {
      send: async (request) => {
        const end = this.begin(request.url.href);
        const answer = await inner.send(request).catch((error: unknown) => {
          end();
          throw error;
        });
        return { ...answer, header: (name) => answer.header(name), body: until(answer.body, end) };
      },
      dispose: () => inner.dispose(),
    };
  }

  /** Of a picture that was there at `moment`. Throws where fewer than `count` lists came before. */
  painted(count: number, moment = performance.now()): FirstPaint {
    const came = this.#asked
      .filter(({ isList, ended }) => isList && ended !== undefined && ended <= moment)
      .sort((one, other) => (one.ended ?? 0) - (other.ended ?? 0));
    const last = came.at(-1);
    if (!last || came.length < count) throw new Error(`${came.length} lists came before the picture`);
    const { user, system } = process.cpuUsage(last.cpu);
    let servers = 0;
    let covered = this.#started;
    for (const { begun, ended = moment } of [...this.#asked].sort((one, other) => one.begun - other.begun)) {
      const [from, to] = [Math.max(begun, covered), Math.min(ended, moment)];
      if (to <= from) continue;
      servers += to - from;
      covered = to;
    }
    const after = moment - (last.ended ?? 0);
    return { whole: moment - this.#started, servers, after, work: (user + system) / 1_000 };
  }
}

/** One line of what was measured several times. */
export function paintLine(title: string, paints: readonly FirstPaint[]): string {
  const each = paints.map(
    ({ whole, servers, after, work }) =>
      `${Math.round(whole)} (servers ${Math.round(servers)}, after the lists ${Math.round(after)}, work ${Math.round(work)})`,
  );
  const own = middle(paints.map(({ whole, servers }) => whole - servers));
  return `first paint, ${title}: ${each.join(', ')} ms; in the middle ${Math.round(own)} ms besides the servers, ${Math.round(afterOf(paints))} ms after their lists`;
}

/** The budget is 300 ms; on a machine that does other things as well the time says little, and the work is judged. */
export function isSoon(paints: readonly FirstPaint[]): boolean {
  const isBusy = (os.loadavg()[0] ?? 0) > os.cpus().length;
  return afterOf(paints) <= patienceMs || (isBusy && middle(paints.map(({ work }) => work)) <= mostWorkMs);
}

function afterOf(paints: readonly FirstPaint[]): number {
  return middle(paints.map(({ after }) => after));
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Infinity;
}

async function* until(body: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    end();
  }
}
