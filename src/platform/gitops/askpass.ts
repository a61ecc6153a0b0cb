import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isObject, textAt } from '../json.js';
import { questionOf, type AskPerson, type GitQuestion } from './gitQuestion.js';

export interface AskpassOptions {
  /** Of this user alone; the script that git runs is written there. */
  readonly folder: string;
  /** The built `askpassProgram`. */
  readonly program: string;
  readonly ask: AskPerson;
  /** Answers by question, in memory alone. Whoever makes several shares it. */
  readonly known: Map<string, string>;
}

/** One run of git that may ask. */
export interface AskpassSession {
  readonly env: Readonly<Record<string, string>>;
  /** What the person was asked about when they turned away. */
  turnedAway(): string | undefined;
  /** Called when it has ended; answers that were refused are forgotten. */
  end(isRefused: boolean): void;
}

interface Running {
  readonly isUnattended: boolean;
  /** Questions that were answered. */
  readonly used: Set<string>;
  turnedAway?: string;
}

/**
 * Brings what git and ssh ask to the person, and the answers back: over a local socket, to a script that git runs. An
 * answer is kept in memory, since one plan runs git several times, and is never written anywhere.
 */
export class Askpass {
  readonly #options: AskpassOptions;
  readonly #runs = new Map<string, Running>();
  readonly #asked = new Map<string, Promise<string | undefined>>();
  #door: Promise<{ readonly place: string; readonly script: string }> | undefined;
  #close = (): void => undefined;

  constructor(options: AskpassOptions) {
    this.#options = options;
  }

  /** `isUnattended`: only what is known already is answered. */
  async session(isUnattended: boolean): Promise<AskpassSession> {
    const { place, script } = await (this.#door ??= this.#open());
    const key = randomUUID();
    const run: Running = { isUnattended, used: new Set() };
    this.#runs.set(key, run);
    return {
      env: {
        GIT_ASKPASS: script,
        SSH_ASKPASS: script,
        SSH_ASKPASS_REQUIRE: 'force',
        GOLDEN_PATH_ASKPASS: place,
        GOLDEN_PATH_ASKPASS_KEY: key,
        GOLDEN_PATH_ASKPASS_NODE: process.execPath,
        GOLDEN_PATH_ASKPASS_MAIN: this.#options.program,
      },
      turnedAway: () => run.turnedAway,
      end: (isRefused) => {
        this.#runs.delete(key);
        if (isRefused) for (const question of run.used) this.#options.known.delete(question);
      },
    };
  }

  dispose(): void {
    this.#close();
  }

  async #open(): Promise<{ readonly place: string; readonly script: string }> {
    const script = await scriptIn(this.#options.folder);
    // A path to a socket has to be short.
    const folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    const isWindows = process.platform === 'win32';
    const place = isWindows ? `\\\\.\\pipe\\golden-path-${randomUUID()}` : path.join(folder, 'askpass');
    const server = net.createServer((socket) => this.#greet(socket));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place, resolve));
    server.unref();
    this.#close = () => {
      server.close();
      void rm(folder, { recursive: true, force: true }).catch(() => undefined);
    };
    return { place, script };
  }

  #greet(socket: net.Socket): void {
    let said = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (text: string) => {
      said += text;
      if (said.length > longest) socket.destroy();
      if (!said.endsWith('\n')) return;
      void this.#answer(said).then((answer) => socket.end(answer === undefined ? '' : `+${answer}`));
    });
  }

  async #answer(said: string): Promise<string | undefined> {
    const asked = askedIn(said);
    const run = this.#runs.get(asked.key);
    if (!run || run.turnedAway !== undefined) return undefined;
    // A key of hardware wants to be touched: there is nothing to say.
    if (asked.kind === 'none') return '';
    const question = questionOf(asked.text);
    const { kind, about, text } = question;
    const name = `${kind} ${about || text}`;
    const known = run.used.has(name) ? undefined : this.#options.known.get(name);
    const answer = known ?? (run.isUnattended ? undefined : await this.#ask(name, question));
    if (answer === undefined) run.turnedAway = about || text;
    else run.used.add(name);
    return answer;
  }

  /** Several runs of git that want to know the same ask once. */
  async #ask(name: string, question: GitQuestion): Promise<string | undefined> {
    const asking = this.#asked.get(name) ?? this.#options.ask(question).catch(() => undefined);
    this.#asked.set(name, asking);
    const answer = await asking.finally(() => this.#asked.delete(name));
    if (answer !== undefined && question.about !== '') this.#options.known.set(name, answer);
    return answer;
  }
}

const longest = 16_384;

function askedIn(said: string): { readonly key: string; readonly kind: string; readonly text: string } {
  try {
    const value: unknown = JSON.parse(said);
    const word = (name: string): string => (isObject(value) ? (textAt(value, name) ?? '') : '');
    return { key: word('key'), kind: word('kind'), text: word('text') };
  } catch {
    return { key: '', kind: '', text: '' };
  }
}

/** Git takes one program without arguments; git for Windows brings the shell that this one needs. */
const lines = [
  '#!/bin/sh',
  'ELECTRON_RUN_AS_NODE=1 exec "$GOLDEN_PATH_ASKPASS_NODE" "$GOLDEN_PATH_ASKPASS_MAIN" "$@"',
  '',
];

async function scriptIn(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const script = path.join(folder, 'askpass.sh');
  const half = path.join(folder, `${randomUUID()}.tmp`);
  await writeFile(half, lines.join('\n'), { mode: 0o700 });
  await rename(half, script);
  return script;
}
