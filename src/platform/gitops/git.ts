import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { t } from '../../base/l10n.js';
import { abortReason } from '../../base/abort.js';
import { redact } from '../../base/redact.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { refusal } from '../../contract/refusal.js';

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
  readonly #binary: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(binary = 'git', env: NodeJS.ProcessEnv = process.env) {
    this.#binary = binary;
    this.#env = env;
  }

  /** Throws `GitFailure`, `UserError` where there is no git, `AbortError`. */
  run(args: readonly string[], call: GitCall): Promise<GitOutput> {
    const { cwd, input, signal, isUnattended = false } = call;
    const options = {
      cwd,
      env: { ...cleaned(this.#env), ...fixed, ...(isUnattended && unattended), ...call.env },
      encoding: 'buffer' as const,
      maxBuffer: maxOutput,
      timeout: isUnattended ? unattendedMs : longestMs,
      windowsHide: true,
      ...(signal && { signal }),
    };
    const settings = isUnattended ? [...safe, '-c', 'credential.interactive=false'] : safe;
    return new Promise((resolve, reject) => {
      const child = execFile(this.#binary, [...settings, ...args], options, (error, stdout, stderr) => {
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

const fixed = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
};

const unattended = { GIT_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never', GCM_INTERACTIVE: 'never' };

/** Variables of the repository that we may have been started from, and traces, which can hold secrets. */
function cleaned(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign =
    /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EXTERNAL_DIFF|(AUTHOR|COMMITTER)_DATE|TRACE.*|QUARANTINE_PATH)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
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
    return refusal('forbidden', t('{0} does not take the branch: {1}', where, said));
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

/** The last thing that git said, without credentials in addresses. */
export function lastLine(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.replace(/^(remote|fatal|error): */, '').trim());
  const line = lines.find((each) => each.startsWith('!')) ?? lines.findLast((each) => each !== '') ?? '';
  const plain = redact(line.replaceAll(/:\/\/[^/@\s]+@/g, '://')).slice(0, 300);
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}
