import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { checkName } from '../../platform/why/checkNames.js';
import { explain, hasUnknown, type Explanation, type WhyFinding } from '../../platform/why/explain.js';
import type { Fact, ManifestFact } from '../../platform/why/facts.js';
import { gatherFacts } from '../../platform/why/gather.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { connect } from '../connect.js';
import { oneLine } from '../oneLine.js';
import { readFormat, readingOptions, required } from '../options.js';
import { checkManifest } from '../readManifest.js';
import { serviceOf } from '../serviceOf.js';

const known = {
  ...readingOptions,
  env: { type: 'string' },
  health: { type: 'boolean', default: false },
} as const;

export const whyCommand: Command = {
  name: 'why',
  usage: [
    t('Usage: golden-path why [SERVICE | --path DIR] --env E [--url URL --token-file FILE] [--health]'),
    t('                       [--format human|json]'),
    '',
    t(
      'Says the first thing that keeps a service from being deployed, and what to do about it. Looked at in this',
    ),
    t(
      'order: manifest, permission, freeze, what is under way, gates, plan, last deployment, health, events, log.',
    ),
    t('Nothing is changed.'),
    '',
    t('  SERVICE     default: the only service in --path'),
    t('  --path DIR  where the manifest of the service is checked (default: the current folder)'),
    t('  --env E     also --environment E'),
    t('  --health    why it is not healthy, instead of why it cannot be deployed'),
    '',
    t('Exit code: 0 nothing stands in the way, 1 a cause was found, 2 it could not run.'),
  ].join('\n'),
  run: why,
};

async function why(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values: options, positionals } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
  });
  const format = readFormat('why', options.format);
  const environment = required('why', 'env', options.env ?? options.environment);
  const folder = options.path ?? '.';
  const service = positionals[0] ?? options.service ?? (await serviceFor(folder, io));
  const platform = await connect(options, io);
  try {
    const manifest = await manifestFact(folder, service, io);
    const question = options.health ? 'health' : 'deploy';
    const facts = await gatherFacts(platform, { service, environment }, manifest, question, io.signal);
    const explanation = explain(facts, question);
    io.stdout.write(format === 'json' ? `${JSON.stringify(explanation)}\n` : human(explanation));
    return explanation.cause ? 1 : 0;
  } finally {
    platform.dispose();
  }
}

/** The name of the only service, also where its manifest has errors: they are what is looked for. */
async function serviceFor(folder: string, io: CommandIo): Promise<string> {
  try {
    return await serviceOf(folder, io);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'manifest.errors') throw error;
    return (await checkManifest(folder, undefined, io)).name;
  }
}

async function manifestFact(folder: string, service: string, io: CommandIo): Promise<Fact<ManifestFact>> {
  try {
    return { known: true, value: await checkManifest(folder, service, io) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { known: false, why: error.message };
  }
}

function human(explanation: Explanation): string {
  const { cause, findings, question, service, environment } = explanation;
  const nothing = hasUnknown(explanation)
    ? t('No cause is found, but not everything could be looked at.')
    : question === 'deploy'
      ? t('Nothing keeps {0} from being deployed to {1}.', service, environment)
      : t('Nothing is found that is wrong with {0} in {1}.', service, environment);
  const [first, remedy] = cause ? [cause.sentence, cause.remedy] : [nothing, undefined];
  const lines = [first, ...(remedy === undefined ? [] : [remedy]), '', ...findings.map(lineOf)];
  return lines.map((line) => `${oneLine(line)}\n`).join('');
}

function lineOf({ check, state, sentence }: WhyFinding): string {
  const mark = { passed: '✔', cause: '✘', unknown: '?' }[state];
  return `${mark} ${checkName(check)}: ${sentence}`;
}
