import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import type { Conversion, ReportEntry } from '../../language/convert/conversion.js';
import { convert } from '../../language/convert/convert.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { required, usageError } from '../options.js';
import { readSource } from '../readSource.js';
import { writeFiles } from '../writeFiles.js';

export const convertCommand: Command = {
  name: 'convert',
  usage: [
    t('Usage: golden-path convert FILE… --to service|score [--write DIR] [--force]'),
    '',
    t('Converts Score files and Kubernetes manifests to Services, and Services to Score files.'),
    t(
      'FILE - is standard input. What could not be carried is told on standard error, each thing with its place.',
    ),
    '',
    t('  --to service|score  what to make'),
    t('  --write DIR         write the files into DIR instead of printing them'),
    t('  --force             write over files that are there'),
    '',
    t('Exit code: 0 converted, 1 nothing could be converted, 2 it could not run.'),
  ].join('\n'),
  run,
};

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      to: { type: 'string' },
      write: { type: 'string' },
      force: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const to = required('convert', 'to', values.to);
  if (to !== 'service' && to !== 'score') {
    throw usageError('convert', t('--to is service or score, not "{0}"', to));
  }
  if (positionals.length === 0) throw usageError('convert', t('no file is named'));
  const sources = await Promise.all(positionals.map((named) => readSource(named, io)));
  const conversion = convert(sources, to);
  tell(conversion.report, io);
  if (conversion.files.length === 0) {
    io.stderr.write(`golden-path: ${t('Nothing could be converted.')}\n`);
    return 1;
  }
  if (values.write === undefined) io.stdout.write(printed(conversion));
  else await writeFiles(conversion.files, path.resolve(io.cwd, values.write), values.force, io);
  return 0;
}

function tell(report: readonly ReportEntry[], io: CommandIo): void {
  for (const { source, line, path: pointer, severity, reason } of report) {
    const file = path.relative(io.cwd, fileURLToPath(source)).replaceAll(path.sep, '/');
    io.stderr.write(`${oneLine(`${file}:${line + 1} ${severity} ${pointer}${pointer && ' '}${reason}`)}\n`);
  }
}

/** One file as it is; several as documents, each with its name above. */
function printed({ files }: Conversion): string {
  const [first, ...others] = files;
  if (first && others.length === 0) return first.text;
  return files.map(({ name, text }) => `# ${name}\n${withoutStart(text)}`).join('---\n');
}

function withoutStart(text: string): string {
  return text.replace(/^---\n/, '');
}
