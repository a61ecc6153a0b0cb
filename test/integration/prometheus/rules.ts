/** Rules in the shape that Sloth generates: https://sloth.dev, for an objective of 99.9 % in 30 days. */
export const slothRules = JSON.stringify({
  groups: [
    {
      name: 'sloth-slo-sli-recordings-orders-requests-availability',
      rules: [
        ...['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'].map((window) => ({
          record: `slo:sli_error:ratio_rate${window}`,
          expr: `sum(rate(orders_total{code=~"5.."}[${window}])) / sum(rate(orders_total[${window}]))`,
          labels: { ...slothLabels(), sloth_window: window },
        })),
        {
          record: 'slo:sli_error:ratio_rate5m',
          expr: 'vector(0) / vector(0)',
          labels: slothLabels('silent'),
        },
      ],
    },
    {
      name: 'sloth-slo-meta-recordings-orders-requests-availability',
      rules: [
        meta('slo:objective:ratio', 'vector(0.999)'),
        meta('slo:error_budget:ratio', 'vector(1-0.999)'),
        meta('slo:time_period:days', 'vector(30)'),
        meta(
          'slo:current_burn_rate:ratio',
          'slo:sli_error:ratio_rate5m{sloth_slo="requests-availability"} / on(sloth_id, sloth_slo, sloth_service) group_left slo:error_budget:ratio',
        ),
        meta(
          'slo:period_burn_rate:ratio',
          'slo:sli_error:ratio_rate30d{sloth_slo="requests-availability"} / on(sloth_id, sloth_slo, sloth_service) group_left slo:error_budget:ratio',
        ),
        meta(
          'slo:period_error_budget_remaining:ratio',
          '1 - slo:period_burn_rate:ratio{sloth_slo="requests-availability"}',
        ),
        meta('slo:objective:ratio', 'vector(0.99)', 'silent'),
        meta('slo:period_error_budget_remaining:ratio', 'vector(0) / vector(0)', 'silent'),
      ],
    },
    {
      name: 'sloth-slo-alerts-orders-requests-availability',
      rules: [slothAlert('page', '5m', '1h', 14.4), slothAlert('ticket', '30m', '6h', 10_000)],
    },
  ],
});

function slothLabels(slo = 'requests-availability'): Readonly<Record<string, string>> {
  return {
    sloth_id: `orders-${slo}`,
    sloth_service: 'orders',
    sloth_slo: slo,
    environment: 'production',
    owner: 'team-orders',
  };
}

function meta(record: string, expr: string, slo?: string): object {
  return { record, expr, labels: slothLabels(slo) };
}

function slothAlert(severity: string, short: string, long: string, factor: number): object {
  const above = (window: string): string =>
    `max(slo:sli_error:ratio_rate${window}{sloth_id="orders-requests-availability", sloth_service="orders", sloth_slo="requests-availability"} > (${factor} * 0.001)) without (sloth_window)`;
  return {
    alert: 'OrdersHighErrorRate',
    expr: `${above(short)} and ${above(long)}`,
    labels: { sloth_severity: severity, severity },
  };
}

const pyrraLabels = { slo: 'payments-errors', service: 'payments', environment: 'production' };

/** Rules in the shape that Pyrra generates with `--generic-rules`, for 99 % in 4 weeks. */
export const pyrraRules = JSON.stringify({
  groups: [
    {
      name: 'payments-errors-generic',
      rules: [
        { record: 'pyrra_objective', expr: 'vector(0.99)', labels: pyrraLabels },
        { record: 'pyrra_window', expr: 'vector(2419200)', labels: pyrraLabels },
        {
          record: 'pyrra_availability',
          expr: '1 - sum(increase(payments_total{code=~"5.."}[4w]) or vector(0)) / sum(increase(payments_total[4w]))',
          labels: pyrraLabels,
        },
      ],
    },
    {
      name: 'payments-errors',
      rules: [
        ...['5m', '30m', '1h', '2h', '6h', '1d', '4d'].map((window) => ({
          record: `payments:burnrate${window}`,
          expr: `sum(rate(payments_total{code=~"5.."}[${window}])) / sum(rate(payments_total[${window}]))`,
          labels: { slo: 'payments-errors', environment: 'production' },
        })),
        {
          alert: 'ErrorBudgetBurn',
          expr: 'payments:burnrate5m{slo="payments-errors"} > (14 * (1-0.99)) and payments:burnrate1h{slo="payments-errors"} > (14 * (1-0.99))',
          labels: { severity: 'critical', long: '1h', short: '5m', slo: 'payments-errors' },
        },
      ],
    },
  ],
});

/** An alert of a service's own. */
export const ownRules = JSON.stringify({
  groups: [
    {
      name: 'live',
      rules: [
        {
          alert: 'LiveFails',
          expr: 'sum by (job, environment) (rate(http_server_request_duration_seconds_count{job="live",http_response_status_code=~"5.."}[30s])) > 0',
          labels: { slo: 'availability', service: 'live', severity: 'page' },
        },
      ],
    },
  ],
});
