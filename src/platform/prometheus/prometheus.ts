import { connectClient } from '../http/connectClient.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { CallOptions } from '../../model/call.js';
import type { SloSummary } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { CatalogEntry, Metrics } from '../../model/engine.js';
import type { Log } from '../../model/log.js';
import { summaryOf, type Slo, type SloAlert } from '../../model/slo.js';
import type { TokenSource } from '../http/authorized.js';
import type { Origins } from '../http/origin.js';
import type { Policy } from '../http/policy.js';
import type { Transport } from '../http/transport.js';
import { parseServerUrl } from '../http/url.js';
import { AlertRules, alertsOf, firingSentence } from './alerts.js';
import { prometheusCalls } from './calls.js';
import { credentials, type Scheme } from './credentials.js';
import type { Finding } from './finding.js';
import { grafanaLinks } from './grafana.js';
import { grouped } from '../../base/grouped.js';
import { Histograms } from './histograms.js';
import { objectivesAnnotation, objectivesIn } from './objective.js';
import { ownQueries } from './ownQueries.js';
import { Places, type PlaceOptions } from './places.js';
import { pyrraFindings } from './pyrra.js';
import { Questions } from './questions.js';
import { prometheusProblem } from './refusal.js';
import { SloBook } from './sloBook.js';
import { slothFindings } from './sloth.js';

export interface PrometheusOptions extends PlaceOptions {
  /** Below it stands `/api/v1`. */
  readonly url: string;
  /** Asked before every request; `user:password` is one too. */
  readonly token: TokenSource;
  readonly scheme?: Scheme;
  /** Objectives of services whose catalogue entry has none, in the words of `spec.slos` of a Service. */
  readonly objectives?: unknown;
  /** Where people see Grafana. */
  readonly grafana?: string;
  /** Disposed with the rest. */
  readonly transport: Transport;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly policy?: Partial<Policy>;
  /** What other clients in this process know of the same origins. */
  readonly origins?: Origins;
}

export interface Prometheus extends Metrics, Disposable {
  readonly url: string;
  /** Whether it answers as Prometheus and takes the token. Rejects with `PlatformError`. */
  check(call?: CallOptions): Promise<void>;
}

/** A query may take 10 s of the server's time before it begins to answer; what was too heavy is not sent a third time. */
const patience: Partial<Policy> = { headersMs: 12_000, readDeadlineMs: 20_000, attempts: 2 };

/** Objectives as a Prometheus measures them. Throws `UserError` for an address or a label that must not be used. */
export function createPrometheus(options: PrometheusOptions): Prometheus {
  const url = parseServerUrl(options.url);
  const { transport, clock = systemClock } = options;
  const client = connectClient(url, options, {
    ...credentials(options.token, options.scheme),
    policy: patience,
    problemIn: prometheusProblem,
  });
  const places = new Places(options);
  const ending = new AbortController();
  const standard = objectivesIn(options.objectives);
  const own = ownQueries(
    ({ annotations }) => {
      const told = annotations?.[objectivesAnnotation];
      return told === undefined ? standard : objectivesIn(told);
    },
    new Histograms(client, clock),
  );
  const book = new SloBook({
    sources: [slothFindings, pyrraFindings, own],
    questions: new Questions(client, clock),
    ...{ places, clock },
    signal: ending.signal,
  });
  const rules = new AlertRules(client, clock);
  const grafana = options.grafana === undefined ? undefined : parseServerUrl(options.grafana);
  return {
    url,
    check: async (call) => {
      await client.send(prometheusCalls.query('vector(1)'), { ...call });
    },
    slos: async (entry, { environment } = {}, call) => {
      const [found, alerts] = await Promise.all([book.of([entry], call), rules.all(call)]);
      const findings = (found.get(entry.service) ?? []).filter(({ slo }) => isIn(slo, environment));
      return findings.map((finding) => ({
        ...finding.slo,
        ...(alerts && alerted(finding.slo, alertsOf(finding, alerts, places))),
        ...linksOf(entry, grafana),
      }));
    },
    summaries: async (entries, call) => {
      const found = await book.of(entries, call);
      return new Map(
        [...found].flatMap(([service, findings]) =>
          findings.length > 0 ? [[service, summariesOf(findings)] as const] : [],
        ),
      );
    },
    dispose: () => {
      ending.abort();
      transport.dispose();
    },
  };
}

/** What is measured for no environment in particular counts in each. */
function isIn(slo: Slo, environment: string | undefined): boolean {
  return environment === undefined || slo.environment === undefined || slo.environment === environment;
}

function summariesOf(findings: readonly Finding[]): ReadonlyMap<string, SloSummary> {
  const byEnvironment = grouped(
    findings.map(({ slo }) => slo),
    ({ environment }) => environment ?? '',
  );
  return new Map(
    [...byEnvironment].flatMap(([environment, slos]) => {
      const summary = summaryOf(slos);
      return summary ? [[environment, summary] as const] : [];
    }),
  );
}

/** With its alerts, and those that fire told as the cause. */
function alerted({ description }: Slo, alerts: readonly SloAlert[]): Pick<Slo, 'alerts' | 'description'> {
  const firing = firingSentence(alerts);
  return firing === undefined
    ? { alerts }
    : { alerts, description: [description, firing].filter(Boolean).join(' ') };
}

function linksOf(entry: CatalogEntry, grafana: string | undefined): Pick<Slo, 'links'> {
  const links = grafanaLinks(entry, grafana);
  return links.length > 0 ? { links } : {};
}
