import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { LogLine } from '../../model/platform.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { readFormat, readingOptions, required, usageError, type OutputFormat } from '../options.js';
import { oneLine } from '../oneLine.js';
import { serviceOf } from '../serviceOf.js';

const maxTail = 5000;

const known = {
  ...readingOptions,
  tail: { type: 'string', default: '200' },
  follow: { type: 'boolean', default: false },
  since: { type: 'string' },
  search: { type: 'string' },
  instance: { type: 'string' },
} as const;

export const logsCommand: Command = {
  name: 'logs',
  usage: [
    t('Usage: golden-path logs --url URL --token-file FILE --environment E [--service S | --path DIR]'),
    t('                        [--tail N] [--follow] [--since TIME] [--search TEXT] [--instance I]'),
    t('                        [--format human|json]'),
    '',
    t('  --service S  default: the only service in --path'),
    t('  --path DIR   default: the current folder'),
    t('  --tail N     how many of the last lines to begin with (default 200, at most 5000)'),
    t('  --follow     go on with new lines until interrupted'),
    t('  --since TIME only lines since then, e.g. 2026-11-21T14:00:00Z'),
    t('  --search T   only lines with this text'),
    t('  --instance I only lines of this instance'),
    '',
    t(
      'Human lines are "time instance message" with control characters taken out; json prints one object per line.',
    ),
    '',
    t('Exit code: 0 printed, 1 there is no such service or environment, 2 it could not run.'),
  ].join('\n'),
  run: logs,
};

async function logs(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: known });
  const format = readFormat('logs', options.format);
  const environment = required('logs', 'environment', options.environment);
  const service = options.service ?? (await serviceOf(options.path ?? '.', io));
  const { search: q, instance } = options;
  const since = readSince(options.since);
  const query = {
    tail: readTail(options.tail),
    follow: options.follow,
    ...(since !== undefined && { since }),
    ...(q !== undefined && { q }),
    ...(instance !== undefined && { instance }),
  };
  const platform = await connect(options, io);
  try {
    for await (const line of platform.logs(service, environment, query, { signal: io.signal })) {
      if (!io.stdout.writable) break;
      if (!io.stdout.write(printed(line, format))) await drained(io);
    }
  } catch (error) {
    // Interrupting is how one leaves a log that is followed.
    if (!(options.follow && isAbort(error))) throw error;
  } finally {
    platform.dispose();
  }
  return 0;
}

/** Also when the reader has left: then there will be no more room. */
async function drained({ stdout, signal }: CommandIo): Promise<void> {
  await once(stdout, 'drain', { signal }).catch((error: unknown) => {
    if (isAbort(error)) throw error;
  });
}

function readTail(text: string): number {
  const tail = Number(text);
  if (Number.isInteger(tail) && tail >= 0 && tail <= maxTail) return tail;
  throw usageError('logs', t('--tail is a number from 0 to {0}, not "{1}"', maxTail, text));
}

function readSince(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw usageError('logs', t('--since is a time like 2026-11-21T14:00:00Z, not "{0}"', text));
}

function printed(line: LogLine, format: OutputFormat): string {
  if (format === 'json') return `${JSON.stringify(line)}\n`;
  return `${[line.time, line.instance ?? '-', line.message].map(oneLine).join(' ')}\n`;
}
