import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RawClient } from './rawClient.js';

/** A fresh folder, and a server that has it as its workspace. */
export class ServedFolder {
  readonly client = new RawClient();
  readonly #path: string;

  private constructor(at: string) {
    this.#path = at;
  }

  static async open(): Promise<ServedFolder> {
    const served = new ServedFolder(await mkdtemp(path.join(tmpdir(), 'golden-path-')));
    await served.client.start({}, [pathToFileURL(served.#path).href]);
    return served;
  }

  uriOf(name: string): string {
    return pathToFileURL(path.join(this.#path, name)).href;
  }

  /** Writes a file; gives its URI. */
  async write(name: string, text: string): Promise<string> {
    const file = path.join(this.#path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return this.uriOf(name);
  }

  async close(): Promise<void> {
    await this.client.stop();
    await rm(this.#path, { recursive: true });
  }
}
