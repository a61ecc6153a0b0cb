import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import { createLanguageService } from '../../language/languageService.js';
import { UserError } from '../../model/errors.js';
import { isManifest } from '../../model/manifestDetector.js';
import { nodeFiles } from '../../server/nodeFiles.js';
import { yamlFiles } from '../../server/walk.js';
import type { Command, CommandIo, ExitCode } from '../command.js';

type SeverityName = 'error' | 'warning' | 'information' | 'hint';

/** A finding as `--format json` prints it: 1-based, columns in UTF-16 units, the end exclusive. */
export interface CheckDiagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: SeverityName;
  readonly code: string;
  readonly message: string;
}

const severityNames: readonly SeverityName[] = ['error', 'warning', 'information', 'hint'];
const formats = ['human', 'json'];

export const checkCommand: Command = {
  name: 'check',
  usage: [
    t('Usage: golden-path check [--format human|json] [PATH…]'),
    '',
    t(
      'Checks the manifests among the YAML files of each PATH, a file or a folder (default: the current folder).',
    ),
    t('Files that are no manifest of a known kind are passed over.'),
    '',
    t('  --format human|json  how to print what is found (default: human)'),
    '',
    t('Exit code: 0 no errors, 1 errors, 2 it could not run.'),
  ].join('\n'),
  run: check,
};

async function check(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { paths, format } = readArguments(args);
  const service = createLanguageService({ files: nodeFiles });
  const diagnostics: CheckDiagnostic[] = [];
  let files = 0;
  for await (const file of filesOf(paths, io)) {
    const uri = pathToFileURL(file.full).href;
    const text = await readNamed(file, uri);
    if (text === undefined || !isManifest(text, path.basename(file.full))) continue;
    files++;
    const found = await service.diagnostics(TextDocument.create(uri, 'yaml', 0, text));
    diagnostics.push(...found.map((diagnostic) => toCheckDiagnostic(file.shown, diagnostic)));
  }
  io.stdout.write(
    format === 'json' ? `${JSON.stringify({ files, diagnostics })}\n` : human(files, diagnostics),
  );
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function readArguments(args: readonly string[]): { paths: readonly string[]; format: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { format: { type: 'string', default: 'human' } },
      allowPositionals: true,
    });
    if (formats.includes(values.format)) {
      return { paths: positionals.length > 0 ? positionals : ['.'], format: values.format };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UserError('check.arguments', t('{0}. Run “golden-path check --help”.', reason ?? ''), error);
  }
  throw new UserError('check.arguments', t('The format must be human or json.'));
}

interface NamedFile {
  readonly full: string;
  /** As it was named, or below the folder that was named. */
  readonly shown: string;
  readonly isNamed: boolean;
}

async function* filesOf(paths: readonly string[], io: CommandIo): AsyncGenerator<NamedFile> {
  const seen = new Set<string>();
  for (const named of paths) {
    const full = path.resolve(io.cwd, named);
    const found = await stat(full).catch((error: unknown) => refuse(named, error));
    const members = found.isDirectory() ? yamlFiles(full, undefined, io.signal) : [full];
    try {
      for await (const member of members) {
        if (seen.has(member)) continue;
        seen.add(member);
        const shown = path.isAbsolute(named) ? member : path.relative(io.cwd, member);
        yield { full: member, shown: shown.replaceAll(path.sep, '/'), isNamed: member === full };
      }
    } catch (error) {
      refuse(named, error);
    }
  }
}

/** A file that was named must be readable; one that was found is passed over. */
async function readNamed({ isNamed, shown }: NamedFile, uri: string): Promise<string | undefined> {
  return nodeFiles.readText(uri).catch((error: unknown) => (isNamed ? refuse(shown, error) : undefined));
}

function refuse(named: string, error: unknown): never {
  if (error instanceof UserError || (error instanceof Error && error.name === 'AbortError')) throw error;
  const { code } = error as NodeJS.ErrnoException;
  const message =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? t('There is no file or folder “{0}”. Correct the path.', named)
      : t('“{0}” cannot be read ({1}). Check its permissions.', named, code ?? String(error));
  throw new UserError('check.unreadable', message, error);
}

function toCheckDiagnostic(file: string, { range, severity, code, message }: Diagnostic): CheckDiagnostic {
  return {
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    severity: severityNames[(severity ?? 1) - 1] ?? 'error',
    code: String(code),
    message: typeof message === 'string' ? message : message.value,
  };
}

function human(files: number, diagnostics: readonly CheckDiagnostic[]): string {
  const lines = diagnostics.map(
    ({ file, line, column, severity, code, message }) =>
      `${file}:${line}:${column} ${severity} ${message} [${code}]`,
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const others = diagnostics.length - errors;
  const checked = files === 1 ? t('1 manifest checked') : t('{0} manifests checked', files);
  const found = errors === 1 ? t('1 error') : t('{0} errors', errors);
  const besides = others === 1 ? t('1 other finding') : t('{0} other findings', others);
  lines.push(t('{0}: {1}, {2}.', checked, found, besides));
  return `${lines.join('\n')}\n`;
}
