import { realpathSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setTranslations, t } from '../../base/l10n.js';
import { callPlatform } from '../../local/life/api.js';
import { defaultDataDir } from '../../local/life/dataDir.js';
import { fileLog } from '../../local/life/fileLog.js';
import { findPlatform } from '../../local/life/find.js';
import { findOrStart, platformEnvironment } from '../../local/life/startDetached.js';
import { readFaults } from '../../local/http/faults.js';
import { resetPlatform } from '../../local/life/reset.js';
import { seedDemo } from '../../local/life/seed.js';
import { stopPlatform } from '../../local/life/stop.js';
import { runLocalPlatform } from '../../local/main.js';
import type { PlatformRecord } from '../../local/life/record.js';
import { waitAndReap } from '../../local/runtime/reaper.js';
import { UserError } from '../../model/errors.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { tokenCommand } from './platformToken.js';

const usage =
  t(`golden-path platform start [--data DIR] [--port N] [--detach] [--seed demo] [--fault SPEC]… [--format human|json]
golden-path platform stop [--data DIR]
golden-path platform reset [--data DIR] --yes
golden-path platform status [--data DIR] [--format human|json]
golden-path platform token --as NAME [--type user|agent|serviceAccount] [--group GROUP]... [--scope SCOPE]... [--data DIR]
golden-path platform token --as NAME --revoke [--data DIR]

The local platform runs your services as processes of this machine and serves the platform API on 127.0.0.1.

  --data DIR     Folder for its state, releases and logs (default: your user's data folder, or GOLDEN_PATH_DATA)
  --port N       Port of the API; 0 (default) takes the port of last time, or any free one
  --detach       Start in the background and return when it is ready
  token          Makes another identity on this machine, to approve what you asked for, or for an agent; prints the
                 file that holds its token. Scopes: platform.read, platform.deploy, platform.admin
  --seed demo    Begin with three services made from the templates, if there is none yet
  --fault SPEC   Misbehave on purpose, to try clients out: latency=MS, errors=PERCENT, drop=PERCENT,
                 stream=SECONDS (cuts streams), deployments=PERCENT (fail before they take over); repeatable
  --yes          reset deletes all that the platform keeps, data of databases too
  --format       json prints one line {"url","tokenFile","pid"} when ready

Exit codes: 0 done, 1 (status) it does not run, 2 it could not start.
`);

const options = {
  data: { type: 'string' },
  port: { type: 'string', default: '0' },
  format: { type: 'string', default: 'human' },
  seed: { type: 'string' },
  fault: { type: 'string', multiple: true },
  yes: { type: 'boolean', default: false },
  detach: { type: 'boolean', default: false },
  leased: { type: 'boolean', default: false },
  grace: { type: 'string' },
  translations: { type: 'string' },
} as const;

interface PlatformArguments {
  readonly action: string;
  readonly operands: readonly string[];
  readonly dataDir: string;
  readonly port: number;
  readonly json: boolean;
  readonly detach: boolean;
  readonly seed: boolean;
  readonly faults: readonly string[];
  readonly yes: boolean;
  readonly leased: boolean;
  readonly graceSeconds: number | undefined;
  /** A file: an editor that speaks another language starts a platform that does. */
  readonly translations: string | undefined;
}

export const platformCommand: Command = {
  name: 'platform',
  usage,
  async run(args, io) {
    if (args[0] === 'token') return tokenCommand(args.slice(1), io);
    const given = readArguments(args, io);
    switch (given.action) {
      case 'start':
        return given.detach ? startInBackground(given, io) : start(given, io);
      case 'stop':
        return stop(given, io);
      case 'status':
        return status(given, io);
      case 'reset':
        return reset(given, io);
      case 'reap':
        await waitAndReap(given.operands[0] ?? '', process.stdin);
        return 0;
      default:
        throw new UserError(
          'cli.usage',
          t('Write one of: platform start, platform stop, platform reset, platform status, platform token.'),
        );
    }
  },
};

/** A file that cannot be read costs its language and nothing else. */
function speakAs(file: string): void {
  try {
    setTranslations(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>);
  } catch {
    setTranslations({});
  }
}

async function start(given: PlatformArguments, io: CommandIo): Promise<ExitCode> {
  // Whoever started us in the background stops reading once we are ready.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', () => undefined);
  if (given.translations !== undefined) speakAs(given.translations);
  const cli = cliPath();
  const root = path.join(path.dirname(cli), '..');
  const wanted = readFaults(given.faults);
  const now: { faults?: typeof wanted } = {};
  const { record, stopped } = await runLocalPlatform({
    dataDir: given.dataDir,
    port: given.port,
    faults: () => now.faults,
    ...(given.leased && {
      leases: given.graceSeconds === undefined ? {} : { graceMs: given.graceSeconds * 1_000 },
    }),
    signal: io.signal,
    env: io.env,
    log: fileLog(path.join(given.dataDir, 'platform.log'), io.stderr),
    reaper: (groups) => ({
      file: process.execPath,
      args: [cli, 'platform', 'reap', groups],
      env: platformEnvironment(io.env),
    }),
    schemasDir: path.join(root, 'schemas'),
    templatesDir: path.join(root, 'media', 'templates'),
    serverVersion: versionIn(root),
  });
  if (given.seed) await seedDemo(record, path.join(given.dataDir, 'demo'), io.signal);
  // The demo is whole before anything goes wrong.
  now.faults = wanted;
  announce(record, given, io);
  await stopped;
  return 0;
}

async function startInBackground(given: PlatformArguments, io: CommandIo): Promise<ExitCode> {
  const { record, connection } = await findOrStart({
    cliPath: cliPath(),
    dataDir: given.dataDir,
    args: [
      ...['--port', String(given.port)],
      ...(given.seed ? ['--seed', 'demo'] : []),
      ...given.faults.flatMap((fault) => ['--fault', fault]),
    ],
    env: io.env,
    signal: io.signal,
  });
  // A window may have started it; from now on it stays.
  await callPlatform(connection, 'POST', '/local/keep', io.signal);
  announce(record, given, io);
  return 0;
}

async function stop(given: PlatformArguments, io: CommandIo): Promise<ExitCode> {
  const stopped = await stopPlatform(given.dataDir, io.signal);
  const message = stopped
    ? t('The local platform has stopped.')
    : t('No local platform runs on {0}.', given.dataDir);
  io.stdout.write(given.json ? `${JSON.stringify({ stopped })}\n` : `${message}\n`);
  return 0;
}

async function status(given: PlatformArguments, io: CommandIo): Promise<ExitCode> {
  const found = await findPlatform(given.dataDir, io.signal);
  if (found) {
    announce(found.record, given, io);
    return 0;
  }
  io.stdout.write(given.json ? '{}\n' : `${t('No local platform runs on {0}.', given.dataDir)}\n`);
  return 1;
}

async function reset(given: PlatformArguments, io: CommandIo): Promise<ExitCode> {
  if (!given.yes) {
    const message = t(
      'This deletes everything in {0}, data of databases too. Say so with --yes.',
      given.dataDir,
    );
    throw new UserError('cli.usage', message);
  }
  await stopPlatform(given.dataDir, io.signal);
  await resetPlatform(given.dataDir);
  const message = t('The local platform is empty: nothing is left in {0}.', given.dataDir);
  io.stdout.write(given.json ? `${JSON.stringify({ reset: true })}\n` : `${message}\n`);
  return 0;
}

function announce({ url, tokenFile, pid }: PlatformRecord, given: PlatformArguments, io: CommandIo): void {
  const text = t('The local platform runs at {0} (process {1}); its token is in {2}.', url, pid, tokenFile);
  io.stdout.write(given.json ? `${JSON.stringify({ url, tokenFile, pid })}\n` : `${text}\n`);
}

function readArguments(args: readonly string[], io: CommandIo): PlatformArguments {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [action = '', ...operands] = positionals;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UserError('cli.usage', t('--port takes a number from 0 to 65535.'));
  }
  if (values.format !== 'json' && values.format !== 'human') {
    throw new UserError('cli.usage', t('--format is human or json.'));
  }
  if (values.seed !== undefined && values.seed !== 'demo') {
    throw new UserError('cli.usage', t('--seed takes: demo.'));
  }
  readFaults(values.fault ?? []);
  const grace = values.grace === undefined ? undefined : Number(values.grace);
  if (grace !== undefined && !(grace >= 0)) {
    throw new UserError('cli.usage', t('--grace takes a number of seconds.'));
  }
  return {
    action,
    operands,
    dataDir: values.data === undefined ? defaultDataDir(io.env) : path.resolve(io.cwd, values.data),
    port,
    json: values.format === 'json',
    detach: values.detach,
    seed: values.seed !== undefined,
    faults: values.fault ?? [],
    yes: values.yes,
    leased: values.leased,
    graceSeconds: grace,
    translations: values.translations,
  };
}

/** The script that runs: the reaper and the background platform are started from it. */
function cliPath(): string {
  return realpathSync(process.argv[1] ?? '');
}

function versionIn(root: string): string {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  } catch {
    // Shown only; a copy without its package still runs.
  }
  return '0.0.0';
}
