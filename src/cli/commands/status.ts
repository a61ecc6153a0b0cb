import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import { ailing } from '../../model/partHealth.js';
import type { CallOptions, Platform } from '../../model/platform.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { readFormat, readingOptions } from '../options.js';
import { oneLine } from '../oneLine.js';
import { serviceOf } from '../serviceOf.js';
import { table } from '../table.js';

/** A service in an environment as `--format json` prints it; `version` is absent where nothing is deployed. */
interface EnvironmentStatus {
  readonly name: string;
  readonly health: string;
  readonly version?: string;
  readonly urls: readonly string[];
}

interface ServiceStatus {
  readonly name: string;
  readonly environments: readonly EnvironmentStatus[];
}

export const statusCommand: Command = {
  name: 'status',
  usage: [
    t('Usage: golden-path status --url URL --token-file FILE [--service S | --path DIR] [--environment E]'),
    t('                          [--format human|json]'),
    '',
    t('Shows version, health and URLs of every service in every environment, or of those named.'),
    t(
      'URL may be a file that names the parts of a platform, such as Backstage and Argo CD; see docs/engines.md.',
    ),
    '',
    t('Exit code: 0 shown, 1 there is no such service, 2 it could not run.'),
  ].join('\n'),
  run: status,
};

async function status(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options } = parseArgs({ args: [...args], options: readingOptions });
  const format = readFormat('status', options.format);
  const named = options.path === undefined ? undefined : await serviceOf(options.path, io);
  const platform = await connect(options, io);
  try {
    const found = await readServices(platform, options.service ?? named, { signal: io.signal });
    const services = found.map((service) => statusOf(service, options.environment));
    const parts = platform.parts?.() ?? [];
    const told = { services, ...(parts.length > 0 && { parts }) };
    io.stdout.write(format === 'json' ? `${JSON.stringify(told)}\n` : human(services));
    return 0;
  } finally {
    tellAiling(platform, io);
    platform.dispose();
  }
}

/** Also where nothing is shown: which part it is, and where to sign in. */
function tellAiling(platform: Platform, io: CommandIo): void {
  for (const { title, url, state, sentence = '' } of ailing(platform.parts?.())) {
    const next = state === 'SignedOut' ? ` ${t('Sign in with: golden-path login {0}', url)}` : '';
    io.stderr.write(`${oneLine(t('{0}: {1}', title, sentence))}${next}\n`);
  }
}

async function readServices(
  platform: Platform,
  name: string | undefined,
  call: CallOptions,
): Promise<Service[]> {
  if (name !== undefined) return [await platform.getService(name, call)];
  const services: Service[] = [];
  for (let pageToken: string | undefined; ;) {
    const page = await platform.listServices(
      { view: 'Summary', pageSize: 200, ...(pageToken && { pageToken }) },
      call,
    );
    services.push(...page.items);
    pageToken = page.nextPageToken;
    if (!pageToken) return services;
  }
}

function statusOf({ name, environments = [] }: Service, only: string | undefined): ServiceStatus {
  return {
    name,
    environments: environments
      .filter(({ environment }) => only === undefined || environment === only)
      .map(({ environment, health, current, urls = [] }) => ({
        name: environment,
        health,
        ...(current && { version: current.version }),
        urls,
      })),
  };
}

function human(services: readonly ServiceStatus[]): string {
  if (services.length === 0) return `${t('The platform has no services yet.')}\n`;
  const rows = services.flatMap(({ name, environments }) =>
    environments.length > 0
      ? environments.map((each) => [name, each.name, each.health, each.version ?? '-', each.urls.join(' ')])
      : [[name, '-', '-', '-', '']],
  );
  const heads = [t('SERVICE'), t('ENVIRONMENT'), t('HEALTH'), t('VERSION'), t('URL')];
  return `${table([heads, ...rows].map((row) => row.map(oneLine)))}\n`;
}
