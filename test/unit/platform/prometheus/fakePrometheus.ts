import { ScriptedTransport, answer, type Script } from '../http/scriptedTransport.js';
import type { TransportRequest } from '../../../../src/platform/http/transport.js';

export type Row = readonly [labels: Readonly<Record<string, string>>, value: string];

/** What was asked: the path and its parameters, from the address or the form. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
}

export function askedOf({ method, url, body }: TransportRequest): Asked {
  const search = new URLSearchParams(body ?? url.search);
  return { method, path: url.pathname, search };
}

export const vector = (rows: readonly Row[], more: object = {}): Script =>
  answer(200, {
    status: 'success',
    data: { resultType: 'vector', result: rows.map(([metric, value]) => ({ metric, value: [1, value] })) },
    ...more,
  });

export const failure = (status: number, errorType: string, error: string): Script =>
  answer(status, { status: 'error', errorType, error }, { 'content-type': 'application/json' });

/** Answers queries by what they ask for; without an answer there are no rows. */
export class FakePrometheus {
  readonly transport = new ScriptedTransport();
  /** The first whose text the query contains. */
  readonly rows: (readonly [part: string, rows: readonly Row[] | Script])[] = [];
  labels: readonly string[] = ['job', 'environment', 'http_response_status_code', 'http_route'];
  rules: readonly object[] | Script = [];
  group = 'g';
  /** Its histogram of requests is native. */
  isNative = false;

  constructor() {
    this.transport.will((request) => this.#script(askedOf(request))(request));
  }

  get asked(): readonly Asked[] {
    return this.transport.seen.map(askedOf);
  }

  get queries(): readonly string[] {
    return this.asked.flatMap(({ search }) => search.get('query') ?? []);
  }

  #script({ path, search }: Asked): Script {
    if (path.endsWith('/labels')) {
      const name = `http_server_request_duration_seconds${this.isNative ? '' : '_count'}`;
      const isThere = search.get('match[]') === name;
      return answer(200, { status: 'success', data: isThere ? this.labels : [] });
    }
    if (path.endsWith('/rules')) {
      const { rules } = this;
      if (typeof rules === 'function') return rules;
      return answer(200, { status: 'success', data: { groups: [{ name: this.group, rules }] } });
    }
    const query = search.get('query') ?? '';
    const [, found = []] = this.rows.find(([part]) => query.includes(part)) ?? [];
    return typeof found === 'function' ? found : vector(found);
  }
}

/** Rows of a query that asks for several expressions at once: each row for every expression that it fits. */
export function tagged(rowsOf: (expression: string) => readonly Row[]): Script {
  return (request) => {
    const query = askedOf(request).search.get('query') ?? '';
    const parts = [...query.matchAll(/label_replace\((.*?), "golden_path", "(\d+)", "", ""\)/gs)];
    const rows = parts.flatMap(([, expression = '', tag = '']) =>
      rowsOf(expression).map(([labels, value]): Row => [{ ...labels, golden_path: tag }, value]),
    );
    return vector(rows)(request);
  };
}

/** What Sloth's rules record of an objective in production. */
export const sloth = (
  service: string,
  slo: string,
  values: Readonly<Record<string, string>>,
): readonly Row[] =>
  Object.entries(values).map(([metric, value]) => [
    { __name__: `slo:${metric}`, sloth_service: service, sloth_slo: slo, environment: 'production' },
    value,
  ]);
