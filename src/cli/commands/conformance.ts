import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { levels, type Level } from '../../conformance/check.js';
import { allChecks, runConformance, type Report, type Result } from '../../conformance/conformance.js';
import type { Target } from '../../conformance/trial.js';
import { UserError } from '../../model/errors.js';
import { parsePlatformUrl } from '../../platform/http/url.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { departuresOf, jsonReport, junitReport, resultLine, textSummary } from '../conformance/reports.js';
import { bareSend } from '../conformance/send.js';
import { oneLine } from '../oneLine.js';
import { required, usageError } from '../options.js';
import { readTokenFile, readTokenStream } from '../readToken.js';

const formats = ['text', 'json', 'junit'] as const;
type Format = (typeof formats)[number];

const options = {
  level: { type: 'string', default: 'read' },
  'token-stdin': { type: 'boolean', default: false },
  'token-file': { type: 'string' },
  service: { type: 'string' },
  environment: { type: 'string' },
  release: { type: 'string' },
  'promote-to': { type: 'string' },
  timeout: { type: 'string', default: '60' },
  only: { type: 'string' },
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  verbose: { type: 'boolean', default: false },
} as const;

export const conformanceCommand: Command = {
  name: 'conformance',
  usage: [
    t('Usage: golden-path conformance URL [--token-stdin | --token-file FILE] [--level read|deploy|full]'),
    t('                               [--service S --environment E [--release ID] [--promote-to E]]'),
    t('                               [--only ID,…] [--format text|json|junit] [--output FILE]'),
    t('                               [--timeout SECONDS] [--verbose]'),
    '',
    t('Judges a server by the platform API, from outside, and says what holds and what does not.'),
    '',
    t(
      '--level read only reads. --level deploy and full also deploy, restart, roll back and cancel: the service named with',
    ),
    t(
      '--service in the environment named with --environment, several times. They leave the release that ran before, and',
    ),
    t('refuse production. --promote-to names an environment that may be promoted to.'),
    '',
    t(
      '--only runs the checks with these ids, --verbose lists what does not apply, too. --timeout is for one operation.',
    ),
    '',
    t('Exit code: 0 everything that applies holds, 1 something does not, 2 it could not run.'),
  ].join('\n'),
  run: conformance,
};

async function conformance(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const root = parsePlatformUrl(oneUrl(positionals));
  const level = oneOf('level', levels, values.level);
  const format = oneOf('format', formats, values.format);
  const target = level === 'read' ? undefined : targetOf(values);
  const only = onlyOf(values.only, level);
  const token = await tokenOf(values, io);
  if (target) io.stderr.write(`${announcement(target, root)}\n`);
  const isText = format === 'text' && values.output === undefined;
  const network = bareSend();
  try {
    await greet(network.send, root, io.signal);
    const report = await runConformance({
      root,
      level,
      ...(token !== undefined && { token }),
      ...(target && { target }),
      ...(only && { only }),
      send: network.send,
      signal: io.signal,
      timeoutMs: 10_000,
      operationTimeoutMs: seconds(values.timeout) * 1000,
      ...(isText && { onResult: (result) => tell(result, values.verbose, io) }),
    });
    await write(report, format, values, io);
    return departuresOf(report).length > 0 ? 1 : 0;
  } finally {
    await network.dispose();
  }
}

function oneUrl(positionals: readonly string[]): string {
  const [url, ...others] = positionals;
  if (url === undefined) throw usageError('conformance', t('the URL of a platform is missing'));
  if (others.length > 0) throw usageError('conformance', t('only one URL can be judged at a time'));
  return url;
}

function oneOf<T extends string>(name: string, known: readonly T[], value: string): T {
  const found = known.find((each) => each === value);
  if (found) return found;
  throw usageError('conformance', t('--{0} is one of {1}, not "{2}"', name, known.join(', '), value));
}

function onlyOf(text: string | undefined, level: Level): readonly string[] | undefined {
  const ids = text?.split(',').map((id) => id.trim());
  const known = allChecks();
  for (const id of ids ?? []) {
    const found = known.find((check) => check.id === id);
    if (!found) throw usageError('conformance', t('there is no check "{0}"', id));
    if (levels.indexOf(found.level) > levels.indexOf(level)) {
      throw usageError('conformance', t('the check {0} needs --level {1}', id, found.level));
    }
  }
  return ids;
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 3600) return value;
  throw usageError('conformance', t('--timeout is a number of seconds, not "{0}"', text));
}

function targetOf(values: {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly release?: string | undefined;
  readonly 'promote-to'?: string | undefined;
}): Target {
  const { release, 'promote-to': promoteTo } = values;
  return {
    service: required('conformance', 'service', values.service),
    environment: required('conformance', 'environment', values.environment),
    ...(release !== undefined && { release }),
    ...(promoteTo !== undefined && { promoteTo }),
  };
}

async function tokenOf(
  values: { readonly 'token-stdin': boolean; readonly 'token-file'?: string | undefined },
  io: CommandIo,
): Promise<string | undefined> {
  const file = values['token-file'];
  if (values['token-stdin'] && file !== undefined) {
    throw usageError('conformance', t('give --token-stdin or --token-file, not both'));
  }
  if (file !== undefined) return readTokenFile(path.resolve(io.cwd, file));
  return values['token-stdin'] ? readTokenStream(io.stdin) : undefined;
}

function announcement({ service, environment, promoteTo }: Target, root: string): string {
  const where = t(
    'This deploys, restarts, rolls back and cancels {0} in {1} of {2}, several times, and leaves the release that ran before.',
    oneLine(service),
    oneLine(environment),
    root,
  );
  return promoteTo === undefined ? where : `${where} ${t('It promotes to {0}.', oneLine(promoteTo))}`;
}

/** Whether anything answers at all: a server that is not there departs from nothing. */
async function greet(
  send: ReturnType<typeof bareSend>['send'],
  root: string,
  signal: AbortSignal,
): Promise<void> {
  const response = await send({
    method: 'GET',
    url: new URL(`${root}/`),
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
  });
  let length = 0;
  for await (const chunk of response.body) if ((length += chunk.length) > 1_000_000) break;
}

function tell(result: Result, verbose: boolean, io: CommandIo): void {
  if (result.outcome === 'not-applicable' && !verbose) return;
  io.stdout.write(`${resultLine(result)}\n`);
}

async function write(
  report: Report,
  format: Format,
  { output, verbose }: { readonly output?: string | undefined; readonly verbose: boolean },
  io: CommandIo,
): Promise<void> {
  const text = (): string => {
    if (format === 'json') return jsonReport(report);
    if (format === 'junit') return junitReport(report);
    const lines = report.results
      .filter((each) => verbose || each.outcome !== 'not-applicable')
      .map(resultLine);
    return output === undefined
      ? textSummary(report, verbose)
      : `${lines.join('\n')}\n${textSummary(report, verbose)}`;
  };
  if (output === undefined) {
    io.stdout.write(text());
    return;
  }
  try {
    await writeFile(path.resolve(io.cwd, output), text());
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(
      'cli.output',
      t('{0} cannot be written ({1}). Check its folder.', output, code),
      error,
    );
  }
}
