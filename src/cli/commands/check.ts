import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { readCheckOptions, type CheckOptions } from '../check/checkOptions.js';
import { count, type CheckReport, type ReportContext } from '../check/report.js';
import { reporters } from '../check/reporters/reporters.js';
import { runCheck, type CheckResult } from '../check/runCheck.js';
import { watchCheck } from '../check/watchCheck.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';

export const checkCommand: Command = {
  name: 'check',
  usage: [
    t('Usage: golden-path check [OPTIONS] [PATH…]'),
    '',
    t(
      'Checks the manifests among the YAML files of each PATH, a file or a folder (default: the current folder).',
    ),
    t('Files that are no manifest of a known kind are passed over. PATH - is standard input.'),
    t('Settings are read from golden-path.yaml, in the folder of a file or above it.'),
    '',
    t('  --format FORMAT      text (default), json, sarif, junit or github'),
    t('  --output FILE        write the report to FILE; standard output then gets the text'),
    t('  --fix                mend what can be mended without a question, and check the rest'),
    t('  --watch              check again whenever something changes, until Ctrl+C'),
    t('  --quiet              print errors only'),
    t('  --max-warnings N     more warnings than N count like an error'),
    t('  --stdin-filename F   with PATH -: the file that the text belongs to'),
    t('  --platform URL|local ask this platform, too; --token-file FILE holds the token for it'),
    '',
    t('Exit code: 0 no errors, 1 errors or too many warnings, 2 it could not run.'),
  ].join('\n'),
  run: check,
};

async function check(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = readCheckOptions(args);
  if (!options.watch) return once(options, io);
  await watchCheck(options.paths, () => once(options, io), io);
  return 0;
}

async function once(options: CheckOptions, io: CommandIo): Promise<ExitCode> {
  const started = performance.now();
  const result = await runCheck(options, io);
  tellFixes(result, io);
  const context: ReportContext = {
    cwd: io.cwd,
    durationMs: performance.now() - started,
    version: io.version ?? '0.0.0',
    docsFolder: io.packageFolder && path.join(io.packageFolder, 'docs'),
  };
  await print(options, result, context, io);
  const { maxWarnings = Infinity } = options;
  if (count(result, 'error') > 0 || count(result, 'warning') > maxWarnings) return 1;
  return result.fixes.some(({ refusal }) => refusal !== undefined) ? 2 : 0;
}

function tellFixes({ fixes }: CheckResult, io: CommandIo): void {
  for (const { source, changes, refusal } of fixes) {
    if (changes === 0 && refusal === undefined) continue;
    const fixed =
      changes === 1
        ? t('Fixed {0}: 1 place changed.', source.shown)
        : t('Fixed {0}: {1} places changed.', source.shown, changes);
    io.stderr.write(`${oneLine(refusal ?? fixed)}\n`);
  }
}

async function print(
  options: CheckOptions,
  result: CheckResult,
  context: ReportContext,
  io: CommandIo,
): Promise<void> {
  const shown = options.quiet ? errorsOnly(result) : result;
  const report = (await reporters[options.format]())(shown, context);
  if (options.output !== undefined) {
    await writeReport(path.resolve(io.cwd, options.output), report);
  }
  const forPeople = options.output === undefined ? report : (await reporters.text())(shown, context);
  // With --fix, standard output is the mended text of what came on standard input.
  const isFilter = options.fix && options.paths.includes('-');
  if (isFilter) io.stdout.write(result.text ?? '');
  (isFilter ? io.stderr : io.stdout).write(forPeople);
}

function errorsOnly(report: CheckReport): CheckReport {
  return {
    ...report,
    files: report.files.map((file) => ({
      ...file,
      diagnostics: file.diagnostics.filter(({ severity }) => severity === 'error'),
    })),
  };
}

async function writeReport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      'check.output',
      t('The report cannot be written to {0} ({1}).', file, code ?? message),
      error,
    );
  }
}
