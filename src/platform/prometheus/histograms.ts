import type { Clock } from '../../model/clock.js';
import type { Client } from '../http/client.js';
import { prometheusCalls } from './calls.js';

/** A histogram of request durations as this server has it. */
export interface Histogram {
  readonly name: string;
  /** Of one millisecond. */
  readonly unit: number;
  /** Labels that tell the status of the answer; services of one company may differ. */
  readonly codes: readonly string[];
  readonly route: string | undefined;
  /** Its series are histograms themselves, without `_bucket` and `_count` (native histograms). */
  readonly isNative: boolean;
}

/** OpenTelemetry's HTTP conventions first, then what older libraries say. */
const known: readonly (readonly [name: string, unit: number])[] = [
  ['http_server_request_duration_seconds', 0.001],
  ['http_request_duration_seconds', 0.001],
  ['http_server_requests_seconds', 0.001],
  ['http_server_duration_milliseconds', 1],
];
const codeLabels = ['http_response_status_code', 'http_status_code', 'code', 'status_code', 'status'];
const routeLabels = ['http_route', 'route', 'handler', 'uri', 'path'];
/** Metrics are rarely renamed. */
const keepMs = 10 * 60_000;
const noneMs = 60_000;

/** Which histograms there are: found out once. */
export class Histograms {
  readonly #client: Client;
  readonly #clock: Clock;
  #found: readonly Histogram[] = [];
  #until = 0;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** The names of labels are asked for and not the series, of which a large company has millions. */
  async all(signal: AbortSignal): Promise<readonly Histogram[]> {
    const now = this.#clock.now();
    if (now < this.#until) return this.#found;
    const ways = [false, true].flatMap((isNative) => known.map((one) => [...one, isNative] as const));
    const found = await Promise.all(
      ways.map(async ([name, unit, isNative]): Promise<Histogram[]> => {
        const series = isNative ? name : `${name}_count`;
        const labels = await this.#client.send(prometheusCalls.labels(series, now), { signal });
        const codes = codeLabels.filter((label) => labels.includes(label));
        const route = routeLabels.find((label) => labels.includes(label));
        return labels.length === 0 ? [] : [{ name, unit, codes, route, isNative }];
      }),
    );
    this.#found = found.flat();
    this.#until = now + (this.#found.length > 0 ? keepMs : noneMs);
    return this.#found;
  }
}
