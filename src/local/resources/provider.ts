import type { ProcessSpec } from '../runtime/launch.js';
import type { GroupRegistry } from '../runtime/groupRegistry.js';
import type { RunAs } from '../runtime/processGroup.js';

export interface ResourceOutputSpec {
  readonly name: string;
  readonly sensitive: boolean;
}

/** What a server is made with. */
export interface ServerPlace {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly user: RunAs | undefined;
  /** The allow-listed environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly registry: GroupRegistry;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** A type of resource that is a server of this machine: how it is made, run and told. */
export interface ResourceProvider {
  readonly type: string;
  readonly title: string;
  readonly outputs: readonly ResourceOutputSpec[];
  /** `undefined` when it can be had; else what to install. */
  missing(): string | undefined;
  /** Makes the data folder ready, once; throws `UserError`. */
  prepare(place: ServerPlace): Promise<void>;
  process(place: ServerPlace): ProcessSpec;
  values(place: Pick<ServerPlace, 'port' | 'password'>): Readonly<Record<string, string>>;
}

export const serverProcess: Pick<ProcessSpec, 'files' | 'mounts' | 'waitsFor' | 'task'> = {
  files: [],
  mounts: [],
  waitsFor: [],
  task: false,
};
