import { t } from '../../../base/l10n.js';
import type { CallOptions } from '../../../model/call.js';
import type { ScorecardDefinition } from '../../../model/offer.js';
import type { CheckResult, ScorecardResult } from '../../../model/scorecard.js';
import type { Client } from '../../http/client.js';
import { read, send } from '../calls.js';
import type { EntityRef } from '../entityRef.js';
import { demandList, demandObject, objectAt, objectsAt, textAt, type Json } from '../json.js';
import { Presence } from './presence.js';

const root = '/api/tech-insights/checks';
const name = 'tech-insights';

/** Scorecards of the community's plugin Tech Insights, where a backend has it. Rejects with `PlatformError`. */
export class TechInsights {
  readonly #client: Client;
  readonly #presence = new Presence(async () => (await this.#checks()).length > 0);

  constructor(client: Client) {
    this.#client = client;
  }

  /** Whether the plugin is installed, checks something, and lets the caller in. */
  async isThere(call?: CallOptions): Promise<boolean> {
    return (await this.#presence.get(call)) === true;
  }

  async definitions(call?: CallOptions): Promise<readonly ScorecardDefinition[]> {
    const checks = (await this.#checks(call)).map((check) => titled(check));
    return [{ name, title: t('Tech Insights'), spec: { checks } }];
  }

  /** All checks of one entity; one that gave no result, for want of facts, is `Unknown`. */
  async results({ kind, namespace, name: entity }: EntityRef, call?: CallOptions): Promise<ScorecardResult> {
    const path = [namespace, kind, entity].map(encodeURIComponent).join('/');
    const checks = await this.#checks(call);
    const results = await this.#client.send(send(`${root}/run/${path}`, {}, decodeObjects), call);
    const found = new Map(results.map((result) => [textAt(objectAt(result, 'check'), 'id'), result]));
    return { name, title: t('Tech Insights'), checks: checks.map((check) => judged(check, found)) };
  }

  #checks(call?: CallOptions): Promise<readonly Json[]> {
    return this.#client.send(read(root, decodeObjects), call);
  }
}

function judged(check: Json, found: ReadonlyMap<string | undefined, Json>): CheckResult {
  const result = found.get(textAt(check, 'id'))?.['result'];
  const [link] = objectsAt(check, 'links');
  const [text, url] = link ? [textAt(link, 'title'), textAt(link, 'url')] : [];
  return {
    ...titled(check),
    state: result === true ? 'Passed' : result === false ? 'Failed' : 'Unknown',
    ...(result === false &&
      text !== undefined && { remediation: { text, ...(url !== undefined && { url }) } }),
  };
}

function titled(check: Json): Omit<CheckResult, 'state'> {
  const [title, description] = [textAt(check, 'name'), textAt(check, 'description')];
  return {
    name: textAt(check, 'id') ?? '',
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

function decodeObjects(value: unknown): readonly Json[] {
  return demandList(value).map(demandObject);
}
