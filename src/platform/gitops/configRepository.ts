import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { Commit } from '../../model/deployment.js';
import { UserError } from '../../model/errors.js';
import type { RepositoryAddress } from './address.js';
import { cloneName, markUsed } from './cloneShelf.js';
import { GitFailure, lastLine, repositoryError, type Git, type GitOutput } from './git.js';
import { commitsIn, isCommit, logFormat, stepsIn, textsIn, type Step } from './gitOutput.js';

/** A file of a commit. */
export interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
}

export interface RepositoryCall extends CallOptions {
  readonly isUnattended?: boolean;
}

/** Who makes a commit, and how it is signed. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Key to sign with; empty for git's choice; absent: not signed. */
  readonly signingKey?: string;
  /** `openpgp`, `ssh` or `x509`, where it is not git's default. */
  readonly signingFormat?: string;
}

/**
 * Our own bare clone of a configuration repository, without the contents of files until they are asked for. Nothing is
 * ever checked out, so nothing that a repository holds is run. All calls reject with `PlatformError`, `UserError` or
 * `AbortError`.
 */
export class ConfigRepository {
  readonly address: RepositoryAddress;
  readonly #folder: string;
  readonly #git: Git;
  readonly #clock: Clock;
  #usedAt = -Infinity;
  #queue: Promise<unknown> = Promise.resolve();
  #isMade: Promise<void> | undefined;

  constructor(address: RepositoryAddress, folder: string, git: Git, clock: Clock) {
    this.address = address;
    this.#folder = path.join(folder, cloneName(address));
    this.#git = git;
    this.#clock = clock;
  }

  get folder(): string {
    return this.#folder;
  }

  /** The commits of branches of the repository as it is now, by full ref; `HEAD` gives the branch that it names. */
  async refs(patterns: readonly string[], call: RepositoryCall = {}): Promise<ReadonlyMap<string, string>> {
    const said = await this.#text(['ls-remote', '--symref', '--', this.address.url, ...patterns], call);
    const refs = new Map<string, string>();
    for (const line of said.split('\n')) {
      const [value = '', name = ''] = line.split('\t');
      if (value.startsWith('ref: ')) refs.set(`symref ${name}`, value.slice(5));
      else if (name !== '') refs.set(name, value);
    }
    return refs;
  }

  /** Brings a branch up to date and gives its commit. */
  async fetch(branch: string, call: RepositoryCall = {}): Promise<string> {
    const local = `refs/golden-path/${branch}`;
    const args = [
      '--quiet',
      '--no-tags',
      '--no-recurse-submodules',
      '--no-write-fetch-head',
      '--filter=blob:none',
    ];
    const fetch = (): Promise<unknown> =>
      this.#run(['fetch', ...args, 'origin', `+refs/heads/${branch}:${local}`], call);
    // One at a time, and once more where another program was at it: two fight for the same files.
    await this.#inTurn(() =>
      fetch().catch((error: unknown) => {
        if (isLocked(error)) return fetch();
        throw error;
      }),
    );
    return this.#text(['rev-parse', '--verify', `${local}^{commit}`], call);
  }

  /** Whether the repository has a commit, asking for it where it is not here yet. */
  async has(commit: string, call: RepositoryCall = {}): Promise<boolean> {
    if (!isCommit(commit)) return false;
    return (await this.#attempt(['cat-file', '-e', `${commit}^{commit}`], call)) !== undefined;
  }

  /** The files below folders, or files by their path; links and repositories within are left out. */
  async list(
    commit: string,
    paths: readonly string[],
    call: RepositoryCall = {},
  ): Promise<readonly TreeFile[]> {
    const wanted = paths.includes('') ? [] : paths;
    const said = await this.#text(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...wanted], call);
    return said.split('\0').flatMap((line) => {
      const [, mode = '', blob = '', file = ''] = /^(\d+) blob ([\da-f]+)\t(.+)$/s.exec(line) ?? [];
      return mode.startsWith('100') ? [{ path: file, mode, blob }] : [];
    });
  }

  /** The id of a folder's or file's contents in a commit; empty where there is none. */
  async contentOf(commit: string, place: string, call: RepositoryCall = {}): Promise<string> {
    const spec = place === '' ? `${commit}^{tree}` : `${commit}:${place}`;
    return (await this.#attempt(['rev-parse', '--verify', '--quiet', spec], call)) ?? '';
  }

  /** What files hold, by their id; those that are not text are absent. */
  async read(blobs: readonly string[], call: RepositoryCall = {}): Promise<ReadonlyMap<string, string>> {
    const unique = [...new Set(blobs)];
    if (unique.length === 0) return new Map();
    const input = `${unique.join('\n')}\n`;
    await this.#bring(input, call);
    const { stdout } = await this.#run(['cat-file', '--batch'], { ...call, input });
    return textsIn(stdout);
  }

  /** Makes a tree of another with some files replaced, and some gone. */
  async tree(
    commit: string,
    files: ReadonlyMap<string, { readonly mode: string; readonly blob: string } | undefined>,
    call: RepositoryCall = {},
  ): Promise<string> {
    const index = path.join(this.#folder, `index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    const zero = '0'.repeat(commit.length);
    const input = [...files]
      .map(([file, entry]) => `${entry?.mode ?? '0'} ${entry?.blob ?? zero}\t${file}\0`)
      .join('');
    try {
      await this.#text(['read-tree', commit], { ...call, env });
      await this.#text(['update-index', '-z', '--index-info'], { ...call, env, input });
      return await this.#text(['write-tree', '--missing-ok'], { ...call, env });
    } finally {
      await rm(index, { force: true });
    }
  }

  async write(text: string, call: RepositoryCall = {}): Promise<string> {
    return this.#text(['hash-object', '-w', '--stdin'], { ...call, input: text });
  }

  /** What is different between two commits or trees, whatever attributes of the repository say of its files. */
  async diff(before: string, after: string, call: RepositoryCall = {}): Promise<string> {
    const { stdout } = await this.#run(
      [
        'diff-tree',
        '-r',
        '-p',
        '--text',
        '--no-color',
        '--no-ext-diff',
        '--no-textconv',
        '--no-renames',
        before,
        after,
        '--',
      ],
      call,
    );
    return stdout.toString();
  }

  async commit(
    { tree, parent, message, by }: { tree: string; parent: string; message: string; by: Identity },
    call: RepositoryCall = {},
  ): Promise<string> {
    const env = {
      GIT_AUTHOR_NAME: by.name,
      GIT_AUTHOR_EMAIL: by.email,
      GIT_COMMITTER_NAME: by.name,
      GIT_COMMITTER_EMAIL: by.email,
    };
    const settings = by.signingFormat === undefined ? [] : ['-c', `gpg.format=${by.signingFormat}`];
    const sign = by.signingKey === undefined ? [] : [`-S${by.signingKey}`];
    const args = [...settings, 'commit-tree', tree, '-p', parent, ...sign, '-F', '-'];
    try {
      return await this.#git.text(args, { ...call, cwd: this.#folder, env, input: message });
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      const why = lastLine(error.stderr);
      throw new UserError(
        'git.commit',
        t('Git did not make the commit, so nothing was pushed: {0}', why),
        error,
      );
    }
  }

  /** Pushes one commit as one new branch; never moves a branch that is there by force. Gives what the server said. */
  async push(commit: string, branch: string, call: RepositoryCall = {}): Promise<string> {
    const spec = `${commit}:refs/heads/${branch}`;
    const { stderr } = await this.#run(['push', '--no-verify', '--', this.address.url, spec], call);
    return stderr;
  }

  /** Deletes a branch, if it still is at this commit. */
  async deleteBranch(branch: string, commit: string, call: RepositoryCall = {}): Promise<void> {
    const lease = `--force-with-lease=refs/heads/${branch}:${commit}`;
    await this.#run(['push', '--no-verify', lease, '--', this.address.url, `:refs/heads/${branch}`], call);
  }

  async isAncestor(commit: string, of: string, call: RepositoryCall = {}): Promise<boolean> {
    if (commit === of) return true;
    return (await this.#attempt(['merge-base', '--is-ancestor', commit, of], call)) !== undefined;
  }

  /** The commits after one up to another that changed any of the paths, newest first. */
  async log(
    range: { readonly after?: string; readonly to: string },
    paths: readonly string[],
    most: number,
    call: RepositoryCall = {},
  ): Promise<readonly Commit[]> {
    const spec = range.after === undefined ? [range.to] : [range.to, `^${range.after}`];
    const args = ['log', '-z', `--max-count=${String(most)}`, logFormat, ...spec];
    return commitsIn(await this.#text([...args, '--', ...literal(paths)], call));
  }

  /** How many commits `log` would give if it gave all. */
  async count(
    range: { readonly after: string; readonly to: string },
    paths: readonly string[],
    call: RepositoryCall = {},
  ): Promise<number> {
    const args = ['rev-list', '--count', range.to, `^${range.after}`, '--', ...literal(paths)];
    return Number(await this.#text(args, call));
  }

  /** The states of some paths that a branch went through, newest first: what each commit on it changed, merges as one. */
  async steps(
    to: string,
    paths: readonly string[],
    most: number,
    call: RepositoryCall = {},
  ): Promise<readonly Step[]> {
    const shape = ['--raw', '--no-abbrev', '--no-renames', '--first-parent', '--diff-merges=first-parent'];
    const args = ['log', '-z', ...shape, `--max-count=${String(most)}`, '--format=commit %H', to];
    return stepsIn(await this.#text([...args, '--', ...literal(paths)], call));
  }

  /** What a commit says of itself. */
  async message(commit: string, call: RepositoryCall = {}): Promise<string> {
    return this.#text(['log', '--max-count=1', '--format=%B', commit, '--'], call);
  }

  /** What git prints; `undefined` where it says no. */
  async #attempt(args: readonly string[], call: RepositoryCall): Promise<string | undefined> {
    await this.#made();
    try {
      return await this.#git.text(args, { ...call, cwd: this.#folder });
    } catch (error) {
      if (error instanceof GitFailure) return undefined;
      throw error;
    }
  }

  /** A comparison brings all that is missing at once; asked for one by one, each would be a request. */
  async #bring(input: string, call: RepositoryCall): Promise<void> {
    const [empty, all] = await Promise.all([
      this.#text(['mktree'], call),
      this.#text(['mktree', '--missing'], {
        ...call,
        input: input.replaceAll(/^([\da-f]+)$/gm, '100644 blob $1\t$1'),
      }),
    ]);
    await this.#run(
      ['diff-tree', '-r', '--shortstat', '--text', '--no-ext-diff', '--no-textconv', empty, all, '--'],
      call,
    );
  }

  async #text(
    args: readonly string[],
    call: RepositoryCall & { readonly env?: Readonly<Record<string, string>>; readonly input?: string },
  ): Promise<string> {
    return (await this.#run(args, call)).stdout.toString().trimEnd();
  }

  async #run(
    args: readonly string[],
    call: RepositoryCall & { readonly env?: Readonly<Record<string, string>>; readonly input?: string },
  ): Promise<GitOutput> {
    await this.#made();
    try {
      return await this.#git.run(args, { ...call, cwd: this.#folder });
    } catch (error) {
      throw repositoryError(error, this.address.url);
    }
  }

  /** Whoever tidied up may have taken it away since it was made. */
  async #made(): Promise<void> {
    if (this.#isMade && !existsSync(path.join(this.#folder, 'HEAD'))) this.#isMade = undefined;
    await (this.#isMade ??= this.#make().catch((error: unknown) => {
      this.#isMade = undefined;
      throw error;
    }));
    const now = this.#clock.now();
    if (now - this.#usedAt < markMs) return;
    this.#usedAt = now;
    await markUsed(this.#folder, now);
  }

  /** Made again it stays as it is, so a half-made one is mended. */
  async #make(): Promise<void> {
    this.#usedAt = -Infinity;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const call = { cwd: this.#folder };
    await this.#git.run(['init', '--quiet', '--bare', '--template=', '--', this.#folder], call);
    await this.#git.run(['config', 'remote.origin.url', this.address.url], call);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** It is written down so often that it is in use. */
const markMs = 60_000;

/** The whole repository where the root is among the paths. */
function literal(paths: readonly string[]): readonly string[] {
  return paths.includes('') ? [] : paths.map((each) => `:(literal)${each}`);
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /cannot lock ref|unable to create .*lock|file exists/i.test(error.message);
}
