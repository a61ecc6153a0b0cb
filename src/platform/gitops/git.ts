import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { t } from '../../base/l10n.js';
import { abortReason } from '../../base/abort.js';
import { plainText } from '../../base/plainText.js';
import { redact } from '../../base/redact.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { refusal } from '../../contract/refusal.js';
import type { Askpass, AskpassSession } from './askpass.js';
import { environmentOf } from './gitEnvironment.js';

export interface GitCall {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Nobody waits for it: whatever would ask a person fails instead. */
  readonly isUnattended?: boolean;
}

export interface GitOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Git ended with an exit code other than 0. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  readonly exitCode: number | undefined;
  readonly stderr: string;

  constructor(exitCode: number | undefined, stderr: string) {
    super(stderr);
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** The user's own git, without a shell: their credential helpers, ssh and signing count; what a repository or a server could make it run does not. */
export class Git {
  readonly #find: () => Promise<string | undefined>;
  readonly #env: NodeJS.ProcessEnv;
  readonly #askpass: Askpass | undefined;
  #binary: Promise<string | undefined> | undefined;

  /** Without `askpass` nobody is asked: what the person's own git cannot answer fails. */
  constructor(
    find: () => Promise<string | undefined> = () => Promise.resolve('git'),
    env: NodeJS.ProcessEnv = process.env,
    askpass?: Askpass,
  ) {
    this.#find = find;
    this.#env = env;
    this.#askpass = askpass;
  }

  /** Throws `GitFailure`, `UserError` where there is no git or the person gave no answer, `AbortError`. */
  async run(args: readonly string[], call: GitCall): Promise<GitOutput> {
    const { isUnattended = false } = call;
    const binary = (await (this.#binary ??= this.#find())) ?? 'git';
    const session = await this.#askpass?.session(isUnattended);
    let isRefused = false;
    try {
      return await this.#start(binary, args, call, session);
    } catch (error) {
      isRefused = error instanceof GitFailure && refusedSignIn.test(error.stderr);
      const about = isUnattended ? undefined : session?.turnedAway();
      throw about === undefined || !(error instanceof GitFailure) ? error : turnedAway(about, error);
    } finally {
      session?.end(isRefused);
    }
  }

  #start(
    binary: string,
    args: readonly string[],
    call: GitCall,
    session: AskpassSession | undefined,
  ): Promise<GitOutput> {
    const { cwd, input, signal, isUnattended = false } = call;
    const options = {
      cwd,
      env: { ...environmentOf(this.#env, isUnattended, session?.env), ...call.env },
      encoding: 'buffer' as const,
      maxBuffer: maxOutput,
      timeout: isUnattended ? unattendedMs : longestMs,
      windowsHide: true,
      ...(signal && { signal }),
    };
    const settings = isUnattended ? [...safe, '-c', 'credential.interactive=false'] : safe;
    return new Promise((resolve, reject) => {
      const child = execFile(binary, [...settings, ...args], options, (error, stdout, stderr) => {
        if (!error) resolve({ stdout, stderr: stderr.toString() });
        else reject(signal?.aborted ? abortReason(signal) : failureOf(error, stderr.toString()));
      });
      // A git that is gone already takes no input, and says why in its exit code.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input ?? '');
    });
  }

  /** What it prints, without the line break at the end. */
  async text(args: readonly string[], call: GitCall): Promise<string> {
    const { stdout } = await this.run(args, call);
    return stdout.toString().trimEnd();
  }
}

const maxOutput = 64 * 1024 * 1024;
const longestMs = 5 * 60_000;
const unattendedMs = 60_000;

/** What a repository may not decide. */
const safe = Object.entries({
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'protocol.ext.allow': 'never',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'no',
  'push.recurseSubmodules': 'no',
  'push.followTags': 'false',
  'gc.autoDetach': 'false',
  'maintenance.autoDetach': 'false',
  'log.showSignature': 'false',
  'core.quotePath': 'false',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

function turnedAway(about: string, error: GitFailure): UserError {
  return new UserError(
    'git.sign-in',
    t(
      'Git was not signed in ({0}), so nothing was done there. Try again when you are ready to answer.',
      about,
    ),
    error,
  );
}

function failureOf(error: Error & { code?: string | number | null }, stderr: string): Error {
  if (error.code === 'ENOENT') {
    return new UserError(
      'git.missing',
      t('Git is needed to change configuration in Git, and is not found here. Install it and try again.'),
      error,
    );
  }
  return new GitFailure(typeof error.code === 'number' ? error.code : undefined, stderr || error.message);
}

const refusedSignIn =
  /authentication failed|could not read (username|password)|terminal prompts disabled|permission denied|returned error: 40[13]|access denied|host key verification failed/i;
const noConnection =
  /could not resolve|failed to connect|connection (refused|reset|timed out|closed)|couldn't connect|unable to access|early eof|network is unreachable|operation timed out|remote end hung up/i;
const rejected = /\[(remote )?rejected\]|pre-receive hook declined|protected branch/i;
const noRepository =
  /repository .*not found|not found|does not exist|does not appear to be a git repository/i;

/** What failed with a repository, in words for a person; `where` is its address. */
export function repositoryError(error: unknown, where: string): unknown {
  if (!(error instanceof GitFailure)) return error;
  const said = lastLine(error.stderr);
  if (refusedSignIn.test(error.stderr)) {
    return refusal(
      'forbidden',
      t(
        'Git may not use {0}: {1} Sign git in there (a credential helper or an ssh key) and try again.',
        where,
        said,
      ),
    );
  }
  if (rejected.test(error.stderr)) {
    const words = serverWords(error.stderr) || said;
    return refusal('forbidden', t('{0} does not take the branch: {1}', where, words));
  }
  if (noRepository.test(error.stderr)) {
    return refusal('not-found', t('There is no repository {0} for you: {1}', where, said));
  }
  if (noConnection.test(error.stderr) || error.exitCode === undefined) {
    return new PlatformError(
      'unreachable',
      t('{0} does not answer: {1} Try again in a moment.', where, said),
      {
        cause: error,
      },
    );
  }
  return refusal('internal', t('Git failed with {0}: {1}', where, said));
}

/** What the other side said itself, such as a hook or a protected branch. */
function serverWords(stderr: string): string {
  const lines = stderr.match(/^remote: *\S.*$/gm) ?? [];
  return plain(lines.map((line) => line.replace(/^remote: *(error: *)?/, '').trim()).join(' '));
}

/** The last thing that git said, without credentials in addresses. */
export function lastLine(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.replace(/^(remote|fatal|error): */, '').trim());
  const line = lines.find((each) => each.startsWith('!')) ?? lines.findLast((each) => each !== '') ?? '';
  return plain(line) || '-';
}

/** Without credentials in addresses, as a sentence; empty for nothing. */
function plain(text: string): string {
  const words = redact(plainText(text).replaceAll(/:\/\/[^/@\s]+@/g, '://')).slice(0, 300);
  return words === '' || /[.!?]$/.test(words) ? words : `${words}.`;
}
