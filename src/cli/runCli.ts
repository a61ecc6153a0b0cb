import { t } from '../base/l10n.js';
import type { Command, CommandIo, ExitCode } from './command.js';
import { didYouMean } from './didYouMean.js';
import { failureOf } from './failure.js';
import { oneLine } from './oneLine.js';
import { refusedArguments } from './options.js';

/** A command that is loaded only when it is meant. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export type CommandTable = Readonly<Record<string, CommandEntry>>;

/** Runs the command line `args`. Never rejects: what fails is told on stderr in one line, and by the exit code. */
export async function runCli(
  args: readonly string[],
  io: CommandIo,
  commands: CommandTable,
): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    return help(rest[0], io, commands);
  }
  if (first === '--version' || first === '-v') {
    io.stdout.write(`${io.version ?? '0.0.0'}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (!entry) return unknownCommand(first, rest, io, commands);
  let usage = '';
  try {
    const command = await entry.load();
    usage = command.usage;
    if (rest.includes('--help') || rest.includes('-h')) {
      io.stdout.write(`${command.usage}\n`);
      return 0;
    }
    return await command.run(rest, io);
  } catch (error) {
    const { code, message, exit } = failureOf(refusedArguments(first, error, usage) ?? error);
    tell(code, message, rest, io);
    return exit;
  }
}

/** A script that asked for JSON gets JSON whatever happens; a person reads stderr in either case. */
function tell(code: string, message: string, args: readonly string[], io: CommandIo): void {
  if (wantsJson(args)) io.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  io.stderr.write(`golden-path: ${message}\n`);
}

async function help(name: string | undefined, io: CommandIo, commands: CommandTable): Promise<ExitCode> {
  if (name !== undefined) {
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!entry) return unknownCommand(name, [], io, commands);
    io.stdout.write(`${(await entry.load()).usage}\n`);
    return 0;
  }
  const width = Math.max(...Object.keys(commands).map((each) => each.length)) + 2;
  const lines = Object.entries(commands).map(([each, { summary }]) => `  ${each.padEnd(width)}${summary}`);
  const text = [
    t('Usage: golden-path COMMAND [OPTIONS]'),
    '',
    ...lines,
    '',
    t('golden-path COMMAND --help tells more; --version prints the version.'),
    t('Exit code: 0 done, 1 the answer is no, 2 it could not run.'),
  ];
  io.stdout.write(`${text.join('\n')}\n`);
  return 0;
}

function unknownCommand(
  name: string,
  args: readonly string[],
  io: CommandIo,
  commands: CommandTable,
): ExitCode {
  const meant = didYouMean(name, Object.keys(commands));
  const hint = meant === undefined ? t('See: golden-path --help') : t('Did you mean "{0}"?', meant);
  tell('cli.usage', oneLine(t('There is no command "{0}". {1}', name.slice(0, 100), hint)), args, io);
  return 2;
}

function wantsJson(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'),
  );
}
