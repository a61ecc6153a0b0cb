import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { didYouMean } from '../didYouMean.js';
import { usageError } from '../options.js';
import { selfContained, shippedSchemas, type ShippedSchema } from '../shippedSchemas.js';
import { table } from '../table.js';

export const schemaCommand: Command = {
  name: 'schema',
  usage: [
    t('Usage: golden-path schema [KIND | --all DIR]'),
    '',
    t('Prints the JSON Schema of a kind of manifest, for other tools; without KIND, lists the kinds.'),
    '',
    t('  --all DIR  write every schema to a file in DIR'),
    '',
    t('Exit code: 0 done, 1 there is no such kind, 2 it could not run.'),
  ].join('\n'),
  run: schema,
};

async function schema(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { all: { type: 'string' } },
    allowPositionals: true,
  });
  const [named, ...more] = positionals;
  if (more.length > 0) throw usageError('schema', t('one kind at a time'));
  if (named !== undefined && values.all !== undefined) {
    throw usageError('schema', t('either a kind or --all'));
  }
  const kinds = shippedSchemas().filter(({ isKind }) => isKind);
  if (values.all !== undefined) return writeAll(kinds, path.resolve(io.cwd, values.all), io);
  if (named === undefined) {
    io.stdout.write(`${table(kinds.map(({ name, title }) => [name, title]))}\n`);
    return 0;
  }
  const found = kinds.find(({ name, title }) => [name, title.toLowerCase()].includes(named.toLowerCase()));
  if (!found) return unknown(named, kinds, io);
  io.stdout.write(textOf(found));
  return 0;
}

function textOf(found: ShippedSchema): string {
  return `${JSON.stringify(selfContained(found), null, 2)}\n`;
}

function unknown(named: string, kinds: readonly ShippedSchema[], io: CommandIo): ExitCode {
  const meant = didYouMean(
    named,
    kinds.map(({ name }) => name),
  );
  const hint = meant === undefined ? t('See: golden-path schema') : t('Did you mean "{0}"?', meant);
  io.stderr.write(`golden-path: ${t('There is no kind "{0}". {1}', named.slice(0, 100), hint)}\n`);
  return 1;
}

async function writeAll(kinds: readonly ShippedSchema[], folder: string, io: CommandIo): Promise<ExitCode> {
  try {
    await mkdir(folder, { recursive: true });
    for (const kind of kinds) await writeFile(path.join(folder, `${kind.name}.schema.json`), textOf(kind));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      'schema.output',
      t('The schemas cannot be written to {0} ({1}).', folder, code ?? message),
      error,
    );
  }
  io.stdout.write(`${t('{0} schemas written to {1}.', kinds.length, folder)}\n`);
  return 0;
}
