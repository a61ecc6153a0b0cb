import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly range: object;
  }[];
}

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
export const serverPath = path.join(root, 'dist/server.cjs');

/** The least that any editor does: JSON-RPC with Content-Length headers, written by hand. */
export class RawClient {
  readonly process: ChildProcess;
  readonly notifications: Message[] = [];
  /** What the server's own requests are answered with, by method; the others get null. */
  readonly answering: Record<string, (params: unknown) => unknown> = {};
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor(args: readonly string[] = ['--stdio'], program: string = serverPath) {
    this.process = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  async start(
    options: object = {},
    folders: readonly string[] = [],
    capabilities: object = {},
  ): Promise<{ capabilities: Record<string, unknown> }> {
    const result = await this.request<{ capabilities: Record<string, unknown> }>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true }, ...capabilities },
      workspaceFolders: folders.map((uri) => ({ uri, name: 'w' })),
      initializationOptions: options,
    });
    this.notify('initialized', {});
    return result;
  }

  async request<T = unknown>(method: string, params: unknown): Promise<T> {
    const { answer } = this.send(method, params);
    const message = await answer;
    if (message.error) throw Object.assign(new Error(message.error.message), { code: message.error.code });
    return message.result as T;
  }

  /** Sends a request without waiting, so that it can be cancelled. */
  send(method: string, params: unknown): { id: number; answer: Promise<Message> } {
    const id = ++this.#lastId;
    const answer = new Promise<Message>((resolve) => this.#answers.set(id, resolve));
    this.#write({ id, method, params });
    return { id, answer };
  }

  notify(method: string, params: unknown): void {
    this.#write({ method, params });
  }

  open(uri: string, text: string, languageId = 'platform-manifest'): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Waits for a notification, also one that has come already. */
  async notified<T>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const found = this.notifications.find((one) => one.method === method && fits(one.params as T));
      if (found) return found.params as T;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  diagnostics(uri: string, version?: number): Promise<Published> {
    return this.notified<Published>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && (version === undefined || params.version === version),
    );
  }

  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const exited = once(this.process, 'exit') as Promise<[number | null]>;
    await this.request('shutdown', null);
    this.notify('exit', null);
    const [code] = await exited;
    return code;
  }

  #write(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.process.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin?.write(body);
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/.exec(this.#buffer.subarray(0, Math.max(end, 0)).toString())?.[1],
      );
      if (end < 0 || this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.subarray(end + 4, end + 4 + length).toString();
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(JSON.parse(body) as Message);
    }
  }

  #answer({ id, method = '', params }: Message): void {
    try {
      this.#write({ id, result: this.answering[method]?.(params) ?? null });
    } catch (error) {
      this.#write({ id, error: { code: -32603, message: String(error) } });
    }
  }

  #take(message: Message): void {
    if (message.method === undefined) this.#answers.get(Number(message.id))?.(message);
    else {
      this.notifications.push(message);
      if (message.id !== undefined) this.#answer(message);
      for (const listener of [...this.#listeners]) listener();
    }
  }
}
