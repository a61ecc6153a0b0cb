/** Rules as the generators write them, for what shop.ts exposes. */
interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

interface Objective {
  readonly service: string;
  readonly environment: string;
  /** Of requests that must succeed, 0–1. */
  readonly target: number;
}

const requests = 'http_server_request_duration_seconds_count';

function ratio({ service, environment }: Objective, window: string): string {
  const of = `job="${service}",environment="${environment}"`;
  const bad = `sum(rate(${requests}{${of},http_response_status_code=~"5.."}[${window}]))`;
  return `(${bad}) / (sum(rate(${requests}{${of}}[${window}])))`;
}

/** One objective as Sloth writes it: ratios of eight windows, what it says of itself, and two alerts. */
export function sloth(objective: Objective): RuleGroup[] {
  const { service, environment, target } = objective;
  const labels = {
    sloth_id: `${service}-requests-${environment}`,
    sloth_service: service,
    sloth_slo: `requests-${environment}`,
    environment,
    owner: 'shop',
  };
  const own = `{sloth_id="${labels.sloth_id}",sloth_service="${service}",sloth_slo="${labels.sloth_slo}"}`;
  const join = 'on(sloth_id, sloth_slo, sloth_service) group_left';
  const record = (name: string, expr: string, more: object = {}): Rule => ({
    record: name,
    expr,
    labels: { ...labels, ...more },
  });
  const short = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) =>
    record(`slo:sli_error:ratio_rate${window}`, ratio(objective, window), { sloth_window: window }),
  );
  const whole = `sum_over_time(slo:sli_error:ratio_rate5m${own}[30d]) / ignoring (sloth_window) count_over_time(slo:sli_error:ratio_rate5m${own}[30d])`;
  const info = {
    sloth_mode: 'cli-gen-prom',
    sloth_objective: String(target * 100),
    sloth_version: 'v0.12.0',
  };
  const burns = (long: string, shortly: string, factor: number): string =>
    `max(slo:sli_error:ratio_rate${shortly}${own} > (${factor} * ${1 - target})) without (sloth_window) and max(slo:sli_error:ratio_rate${long}${own} > (${factor} * ${1 - target})) without (sloth_window)`;
  return [
    {
      name: `sloth-slo-sli-recordings-${labels.sloth_id}`,
      rules: [...short, record('slo:sli_error:ratio_rate30d', whole, { sloth_window: '30d' })],
    },
    {
      name: `sloth-slo-meta-recordings-${labels.sloth_id}`,
      rules: [
        record('slo:objective:ratio', `vector(${target})`),
        record('slo:error_budget:ratio', `vector(1-${target})`),
        record('slo:time_period:days', 'vector(30)'),
        record(
          'slo:current_burn_rate:ratio',
          `slo:sli_error:ratio_rate5m${own} / ${join} slo:error_budget:ratio${own}`,
        ),
        record(
          'slo:period_burn_rate:ratio',
          `slo:sli_error:ratio_rate30d${own} / ${join} slo:error_budget:ratio${own}`,
        ),
        record('slo:period_error_budget_remaining:ratio', `1 - slo:period_burn_rate:ratio${own}`),
        record('sloth_slo_info', 'vector(1)', info),
      ],
    },
    {
      name: `sloth-slo-alerts-${labels.sloth_id}`,
      rules: [
        alert('page', `(${burns('1h', '5m', 14.4)}) or (${burns('6h', '30m', 6)})`, service),
        alert('ticket', `(${burns('1d', '2h', 3)}) or (${burns('3d', '6h', 1)})`, service),
      ],
    },
  ];
}

function alert(severity: 'page' | 'ticket', expr: string, service: string): Rule {
  return {
    alert: 'HighErrorRate',
    expr,
    labels: { sloth_severity: severity, service },
    annotations: { title: `(${severity}) ${service} burns its error budget too fast.` },
  };
}

/** One objective of four weeks as Pyrra writes it. */
export function pyrra(objective: Objective): RuleGroup[] {
  const { service, environment, target } = objective;
  const slo = `${service}-requests-${environment}`;
  const labels = { slo, service, environment };
  const of = `job="${service}",environment="${environment}"`;
  const total = 'http_server_request_duration_seconds:increase4w';
  const own = `slo="${slo}"`;
  const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '4d'];
  return [
    {
      name: `${slo}-increase`,
      rules: [
        {
          record: total,
          expr: `sum by (http_response_status_code) (increase(${requests}{${of}}[4w]))`,
          labels,
        },
      ],
    },
    {
      name: slo,
      rules: windows.map((window) => ({
        record: `http_server_request_duration_seconds:burnrate${window}`,
        expr: ratio(objective, window),
        labels,
      })),
    },
    {
      name: `${slo}-generic`,
      rules: [
        { record: 'pyrra_objective', expr: String(target), labels },
        { record: 'pyrra_window', expr: String(28 * 86_400), labels },
        {
          record: 'pyrra_availability',
          expr: `1 - sum(${total}{${own},http_response_status_code=~"5.."} or vector(0)) / sum(${total}{${own}})`,
          labels,
        },
        { record: 'pyrra_requests_total', expr: `sum(${requests}{${of}})`, labels },
        {
          record: 'pyrra_errors_total',
          expr: `sum(${requests}{${of},http_response_status_code=~"5.."} or vector(0))`,
          labels,
        },
      ],
    },
  ];
}

/**
 * `checkout` meets its objective and `notifier` has no traffic, both with Sloth's rules; `catalog` breaches its own with
 * Pyrra's; `payments` has none and is computed by who asks.
 */
export function allRules(): { readonly groups: readonly RuleGroup[] } {
  return {
    groups: [
      ...['staging', 'prod'].flatMap((environment) =>
        sloth({ service: 'checkout', environment, target: 0.999 }),
      ),
      ...sloth({ service: 'notifier', environment: 'prod', target: 0.999 }),
      ...pyrra({ service: 'catalog', environment: 'prod', target: 0.99 }),
    ],
  };
}
