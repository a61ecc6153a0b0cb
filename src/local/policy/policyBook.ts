import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Log } from '../../model/log.js';
import { readAccessRules, type AccessRule } from '../access/accessRules.js';
import { environmentsOf } from '../manifest/environments.js';
import type { JsonObject } from '../manifest/json.js';
import type { Store } from '../store/store.js';
import { policyFolders, readPolicyFolder } from './readPolicies.js';

/** How long what was read is good enough for another read. */
const freshMs = 500;

/**
 * What the platform team wrote: the documents of the `.platform/` folders of every service and of the data folder, and
 * who may do what (`access.yaml` in the data folder). Read again before every decision, so an edit holds at once.
 */
export class PolicyBook {
  readonly #store: Store;
  readonly #dataDir: string;
  readonly #log: Log;
  #rules: readonly AccessRule[] = [];
  #readAt = 0;
  #reading: Promise<void> | undefined;

  constructor(store: Store, dataDir: string, log: Log) {
    this.#store = store;
    this.#dataDir = dataDir;
    this.#log = log;
  }

  get documents(): readonly JsonObject[] {
    return this.#store.state.policies.flatMap(({ documents }) => documents);
  }

  get rules(): readonly AccessRule[] {
    return this.#rules;
  }

  /** Remembers where the policies of a service are, and reads them. */
  async add(folder: string, top: string): Promise<void> {
    const known = new Set(this.#store.state.policies.map((policy) => policy.folder));
    const added = policyFolders(folder, top).filter((found) => !known.has(found));
    if (added.length > 0) {
      const empty = added.map((found) => ({ folder: found, documents: [] }));
      this.#store.update((state) => ({ ...state, policies: [...state.policies, ...empty] }));
    }
    await this.refresh(0);
  }

  /** Reads everything again unless that was done a moment ago. */
  async refresh(maxAgeMs = freshMs): Promise<void> {
    if (this.#reading === undefined && Date.now() - this.#readAt <= maxAgeMs && maxAgeMs > 0) return;
    const before = this.#reading;
    if (before !== undefined && maxAgeMs > 0) return before;
    await before;
    this.#reading = this.#read();
    try {
      await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  async #read(): Promise<void> {
    const own = path.join(this.#dataDir, '.platform');
    const { policies } = this.#store.state;
    const known = policies.some(({ folder }) => folder === own)
      ? policies
      : [{ folder: own, documents: [] }, ...policies];
    const read = await Promise.all(known.map(readPolicyFolder));
    this.#rules = await this.#readRules();
    this.#readAt = Date.now();
    if (JSON.stringify(read) === JSON.stringify(this.#store.state.policies)) return;
    this.#store.update((state) => {
      const names = new Set(read.map(({ folder }) => folder));
      const others = state.policies.filter(({ folder }) => !names.has(folder));
      const found = [...read, ...others];
      const declared = environmentsOf(found.flatMap(({ documents }) => documents));
      const named = new Set(declared.map(({ name }) => name));
      const used = new Set(
        state.deployments.filter((item) => item.state === 'Deployed').map((item) => item.environment),
      );
      const kept = state.environments.filter(({ name }) => !named.has(name) && used.has(name));
      return { ...state, policies: found, environments: [...declared, ...kept] };
    });
  }

  /** A file that cannot be read keeps the rules of before: a slip of the pen must not open the doors. */
  async #readRules(): Promise<readonly AccessRule[]> {
    const file = path.join(this.#dataDir, 'access.yaml');
    try {
      return readAccessRules(parse(await readFile(file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      this.#log.warn(`Cannot read ${file}: the rules of before stay in force.`);
      return this.#rules;
    }
  }
}
