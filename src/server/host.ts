import type { FilePort } from '../language/ports.js';
import type { FolderEntry } from './yamlWalk.js';

/** What the server needs from where it runs. Everything is named by URI. */
export interface ServerHost {
  /** Whether the host can read a file itself; other files are the client's to read, if it can. */
  reads(uri: string): boolean;
  readonly files: FilePort;
  /** What is in a folder. Rejects when that cannot be told. */
  readFolder(uri: string): Promise<readonly FolderEntry<string>[]>;
}

/** A server without a disk, as in a browser. */
export const noDisk: ServerHost = {
  reads: () => false,
  files: { readText: () => Promise.reject(new Error('There is no disk here.')) },
  readFolder: () => Promise.reject(new Error('There is no disk here.')),
};
