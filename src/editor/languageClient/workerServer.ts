import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { ConnectServer } from './manifestClient.js';

/** What of a web worker is used here. */
interface ServerWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** Ends the worker with the connection. */
class WorkerWriter extends BrowserMessageWriter {
  readonly #worker: ServerWorker;

  constructor(worker: ServerWorker) {
    super(worker);
    this.#worker = worker;
  }

  override end(): void {
    this.#worker.terminate();
  }
}

/**
 * Runs the server as a web worker. `script` is the address of dist/server.web.js, `module` that of the server, an ES
 * module which the script loads.
 */
export function workerServer(script: string, module: string): ConnectServer {
  const start = async (): Promise<MessageTransports> => {
    const worker = await startWorker(script, module);
    return { reader: new BrowserMessageReader(worker), writer: new WorkerWriter(worker) };
  };
  return (options) => new LanguageClient('goldenPath', 'Golden Path', start, options);
}

async function startWorker(script: string, module: string): Promise<ServerWorker> {
  const { Worker } = globalThis as unknown as { Worker: new (script: string) => ServerWorker };
  const worker = new Worker(script);
  const listening = new Promise<void>((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message ?? `${script} cannot be loaded`));
    worker.onmessage = ({ data }) => {
      const { error } = data as { readonly error?: string };
      if (error === undefined) resolve();
      else reject(new Error(error));
    };
  });
  worker.postMessage({ module });
  try {
    await listening;
  } catch (error) {
    worker.terminate();
    throw error;
  }
  worker.onerror = null;
  return worker;
}
