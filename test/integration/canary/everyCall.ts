import { inspect } from 'node:util';
import type { Log } from '../../../src/model/log.js';
import type { Platform } from '../../../src/model/platform.js';
import { deliver } from '../../../src/platform/delivery.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { MemoryPending } from '../../unit/platform/writes/memoryPending.js';
import { transports } from '../client/transports.js';
import type { Captured } from './leaks.js';

const parts = [
  'access',
  'actions',
  'approvals',
  'audit',
  'catalog',
  'deployments',
  'drift',
  'environments',
  'facets',
  'feedback',
  'incidents',
  'measures',
  'operations',
  'pages',
  'pipelines',
  'places',
  'resources',
  'secrets',
  'templates',
] as const;

/**
 * Makes every call that the port has, over both transports, and a deployment and a promotion; gives whatever was
 * logged, answered and thrown on the way, at the finest level there is. Also which parts there were.
 */
export async function everyCall(
  url: string,
  token: string,
  secretValue: string,
): Promise<{ readonly captured: readonly Captured[]; readonly calls: readonly string[] }> {
  const captured: Captured[] = [];
  const calls: string[] = [];
  for (const [name, makeTransport] of transports) {
    const note = (what: string) => (message: string, error?: unknown) =>
      captured.push([
        `${what} over ${name}`,
        `${message} ${inspect(error, { depth: 12, maxStringLength: null })}`,
      ]);
    const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    const platform = createHttpPlatform({
      url,
      token: () => Promise.resolve(token),
      transport: makeTransport(),
      log,
      policy: {
        backoffBaseMs: 0,
        throttleBaseMs: 0,
        breakerOpenMs: 1,
        breakerOpenCapMs: 1,
        streamResumes: 1,
      },
    });
    const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      calls.push(what);
      await work().then(
        (answer) => note(`answer of ${what}`)('', answer),
        (error: unknown) =>
          note(`fault of ${what}`)(error instanceof Error ? (error.stack ?? '') : '', error),
      );
    };
    const given = ['hello', 'development', 'NAME', { value: secretValue }, {}] as const;
    for (const part of parts) {
      for (const [method, call] of methodsOf(platform[part])) {
        await attempt(`${part}.${method}`, async () => {
          const answer: unknown = await Promise.resolve(call(...argumentsOf(part, method, given)));
          return isStream(answer) ? await firstOf(answer) : answer;
        });
      }
    }
    await attempt('secrets.set', () =>
      Promise.resolve(platform.secrets?.set('hello', 'development', 'NAME', { value: secretValue })),
    );
    for (const kind of ['Deploy', 'Promote'] as const) {
      await attempt(kind, () => delivery(platform, kind));
    }
    platform.dispose();
  }
  return { captured, calls };
}

type Call = (...args: readonly unknown[]) => unknown;

function methodsOf(part: object | undefined): readonly (readonly [string, Call])[] {
  return Object.entries(part ?? {}).filter(
    (entry): entry is [string, Call] => typeof entry[1] === 'function',
  );
}

/** Plausible is enough: a refusal is an answer too. */
function argumentsOf(part: string, method: string, given: readonly unknown[]): readonly unknown[] {
  if (part === 'secrets') return method === 'list' ? given.slice(0, 2) : given.slice(0, 4);
  if (
    ['list', 'systems', 'count', 'evaluate', 'send', 'create', 'planCreate', 'portfolio'].includes(method)
  ) {
    return method === 'count' ? [['owner']] : [{}, { idempotencyKey: crypto.randomUUID() }];
  }
  return ['hello', {}, { idempotencyKey: crypto.randomUUID() }];
}

async function delivery(platform: Platform, kind: 'Deploy' | 'Promote'): Promise<unknown> {
  const [release] = (await platform.listReleases('hello')).items;
  const wanted =
    kind === 'Deploy'
      ? { kind, ...(release && { release: release.id }) }
      : { kind, fromEnvironment: 'development', ...(release && { release: release.id }) };
  const ui = { confirm: () => Promise.resolve({}), started: () => undefined, event: () => undefined };
  const pending = new MemoryPending();
  const to = kind === 'Deploy' ? 'development' : 'staging';
  const result = await deliver(platform, 'hello', to, wanted, ui, { pending });
  return { result, kept: pending.everKept };
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function firstOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of stream) return item;
  return undefined;
}
