import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { SloAlert } from '../../model/slo.js';
import type { Client } from '../http/client.js';
import { prometheusCalls, type Alert, type AlertRule } from './calls.js';
import type { Finding } from './finding.js';
import type { Places } from './places.js';
import { quoted } from './promql.js';

type Labels = Readonly<Record<string, string>>;

const keepMs = 60_000;
const order: readonly string[] = ['inactive', 'pending', 'firing'];

/** The server's alert rules, kept for a minute; `undefined` where it does not tell them: not every one that speaks the API does. */
export class AlertRules {
  readonly #client: Client;
  readonly #clock: Clock;
  #known: { readonly rules: readonly AlertRule[] | undefined; readonly until: number } | undefined;

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async all({ signal, fresh = false }: CallOptions = {}): Promise<readonly AlertRule[] | undefined> {
    const now = this.#clock.now();
    if (!fresh && this.#known && now < this.#known.until) return this.#known.rules;
    try {
      const rules = await this.#client.send(prometheusCalls.alertRules(), { signal, fresh });
      this.#known = { rules, until: now + keepMs };
    } catch (error) {
      if (isAbort(error)) throw error;
      this.#known = { rules: undefined, until: now + keepMs };
    }
    return this.#known.rules;
  }
}

/** The alerts of an objective, as they stand in its environment. */
export function alertsOf(
  { slo, alertLabels, alertGroup }: Finding,
  rules: readonly AlertRule[],
  places: Places,
): readonly SloAlert[] {
  const isHere = ({ labels }: Alert): boolean => {
    const environment = places.environmentOf({ labels });
    return slo.environment === undefined || environment === undefined || environment === slo.environment;
  };
  return rules.flatMap((rule) => {
    const wanted =
      alertLabels.find((labels) => isAbout(rule, labels)) ??
      (alertGroup === rule.group ? alertLabels[0] : undefined);
    return wanted
      ? [
          alertOf(
            rule,
            rule.alerts.filter((alert) => isHere(alert) && has(alert, wanted)),
          ),
        ]
      : [];
  });
}

function alertOf({ name, labels }: AlertRule, alerts: readonly Alert[]): SloAlert {
  const worst = alerts.reduce<Alert | undefined>(
    (known, alert) => (known && order.indexOf(known.state) >= order.indexOf(alert.state) ? known : alert),
    undefined,
  );
  const severity = labels['severity'] ?? labels['sloth_severity'] ?? worst?.labels['severity'];
  return {
    name,
    state: worst?.state ?? 'inactive',
    ...(severity !== undefined && { severity }),
    ...(worst?.activeAt !== undefined && { since: worst.activeAt }),
  };
}

/** By its labels, by those of an alert, or by the series that it watches: a rule at rest has no alerts. */
function isAbout({ labels, query, alerts }: AlertRule, wanted: Labels): boolean {
  const isSaid = Object.entries(wanted).every(
    ([label, value]) => labels[label] === value || query.includes(`${label}=${quoted(value)}`),
  );
  return (
    isSaid ||
    alerts.some((alert) => Object.entries(wanted).every(([key, value]) => alert.labels[key] === value))
  );
}

/** Whether nothing in an alert's labels speaks against it. */
function has({ labels }: Alert, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => (labels[key] ?? value) === value);
}

/** What of its alerts says why an objective burns; `undefined` where none fires. */
export function firingSentence(alerts: readonly SloAlert[]): string | undefined {
  const firing = alerts.filter(({ state }) => state === 'firing');
  if (firing.length === 0) return undefined;
  const told = firing.map(({ name, severity }) => (severity === undefined ? name : `${name} (${severity})`));
  const since = firing.flatMap((alert) => alert.since ?? []).sort()[0];
  return since === undefined
    ? t('{0} fires.', told.join(', '))
    : t('{0} fires since {1}.', told.join(', '), since);
}
