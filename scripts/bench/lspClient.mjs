/** A language server as a process, spoken to over its standard streams: for measuring, not for editing. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export class LspProcess {
  #answers = new Map();
  #waiting = [];
  #buffer = Buffer.alloc(0);
  #id = 0;
  #settings;

  /** `settings` answers workspace/configuration, by section. */
  constructor(args, settings = {}) {
    this.#settings = settings;
    this.process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.process.stdout.on('data', (chunk) => this.#read(chunk));
    this.process.stdin.on('error', () => undefined);
  }

  async start() {
    const ended = new Promise((_, reject) => {
      this.process.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    });
    ended.catch(() => undefined);
    const workspace = { configuration: true, workspaceFolders: true };
    const initialize = this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [],
      capabilities: {
        workspace,
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        },
      },
    });
    await Promise.race([initialize, ended]);
    this.notify('initialized', {});
  }

  request(method, params) {
    const id = ++this.#id;
    this.#write({ id, method, params });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  notify(method, params) {
    this.#write({ method, params });
  }

  /** The next diagnostics of a document; asked for before what causes them. Rejects after 20 s. */
  published(uri) {
    const found = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No diagnostics within 20 s.')), 20_000);
      this.#waiting.push({
        uri,
        resolve: (params) => {
          clearTimeout(timer);
          resolve(params);
        },
      });
    });
    found.catch(() => undefined);
    return found;
  }

  /** Resident memory in MB; `undefined` where the system does not tell. */
  residentMegabytes() {
    return this.#megabytes('VmRSS');
  }

  /** The most memory that it ever held, in MB; `undefined` where the system does not tell. */
  peakMegabytes() {
    return this.#megabytes('VmHWM');
  }

  #megabytes(name) {
    try {
      const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
      return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  stop() {
    this.process.kill('SIGKILL');
  }

  #write(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  #read(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.subarray(0, end).toString())?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString());
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take(message) {
    if (message.method === undefined) {
      this.#answers.get(message.id)?.(message.result);
      this.#answers.delete(message.id);
    } else if (message.method === 'workspace/configuration') {
      const result = message.params.items.map(({ section }) => this.#settings[section] ?? {});
      this.#write({ id: message.id, result });
    } else if (message.id !== undefined) this.#write({ id: message.id, result: null });
    else if (message.method === 'textDocument/publishDiagnostics') {
      const found = this.#waiting.findIndex(({ uri }) => uri === message.params.uri);
      if (found >= 0) this.#waiting.splice(found, 1)[0].resolve(message.params);
    }
  }
}
