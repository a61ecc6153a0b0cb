import type { CallOptions } from '../../model/call.js';
import type { Commit } from '../../model/deployment.js';
import { PlatformError } from '../../model/errors.js';
import { textAt, type Json } from '../json.js';
import type { Call } from '../http/call.js';
import type { Client } from '../http/client.js';
import { readApp, type AppRef } from './calls.js';
import { present } from './present.js';
import { isCommit } from './status.js';

/** Asks what the metadata of a revision are. */
type CommitCall = (app: AppRef, revision: string) => Call<Json>;

const mostKept = 2_000;

/** Argo CD fetches the repository for it, which may be the one thing that does not answer. */
const ofServer: CommitCall = (app, revision) => ({
  ...readApp(app, `/revisions/${revision}/metadata`),
  isAside: true,
});

/** Who made which commit, and why. A commit never changes: what was told once is kept. */
export class Commits {
  readonly #client: Client;
  readonly #callOf: CommitCall;
  readonly #kept = new Map<string, Promise<Commit>>();

  constructor(client: Client, callOf: CommitCall = ofServer) {
    this.#client = client;
    this.#callOf = callOf;
  }

  /** `undefined` for a revision that is none, such as the version of a chart. One that is not told has its id alone. */
  async of(app: AppRef, revision: string | undefined, call?: CallOptions): Promise<Commit | undefined> {
    if (revision === undefined || !isCommit(revision)) return undefined;
    const key = `${app.project} ${revision}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const asked = this.#ask(app, revision, call);
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      this.#kept.delete(key);
      if (PlatformError.is(error)) return { id: revision };
      throw error;
    }
  }

  async #ask(app: AppRef, revision: string, call?: CallOptions): Promise<Commit> {
    const told = await this.#client.send(this.#callOf(app, revision), call);
    const date = textAt(told, 'date');
    return present({
      id: revision,
      message: textAt(told, 'message')?.trim(),
      author: textAt(told, 'author'),
      authoredAt: date,
      committedAt: date,
    });
  }
}
