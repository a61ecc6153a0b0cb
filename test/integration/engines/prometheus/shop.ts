import http from 'node:http';

/** Services by the share of requests that fail. */
const shares = { checkout: 0.0002, catalog: 0.02, payments: 0.004, notifier: 0 } as const;
export const services = Object.keys(shares);

const environments = ['dev', 'staging', 'prod'];
const perSecond = 5000;
const route = '/orders/{id}';
/** Upper bounds in seconds, and the share of requests that are as fast. */
const buckets: readonly (readonly [bound: string, share: number])[] = [
  ['0.1', 0.8],
  ['0.25', 0.97],
  ['0.5', 0.995],
  ['1', 1],
  ['+Inf', 1],
];

export interface Shop {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * What services expose, each under its name, by OpenTelemetry's conventions: requests that grow with time.
 * `POST /<service>?errors=0.5` changes the share that fails from then on; nobody calls `notifier`.
 */
export async function startShop(): Promise<Shop> {
  const errors = new Map<string, number>(Object.entries(shares));
  const totals = new Map(services.map((service) => [service, { good: 1000, bad: 1 }]));
  totals.set('notifier', { good: 0, bad: 0 });
  let counted = Date.now();
  const count = (): void => {
    const made = ((Date.now() - counted) / 1000) * perSecond;
    counted = Date.now();
    for (const [service, total] of totals) {
      if (service === 'notifier') continue;
      const share = errors.get(service) ?? 0;
      total.good += made * (1 - share);
      total.bad += made * share;
    }
  };
  const listener = http.createServer((request, response) => {
    count();
    request.resume();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    const service = pathname.slice(1);
    if (request.method === 'POST') {
      errors.set(service, Number(searchParams.get('errors') ?? 0));
      response.writeHead(204).end();
      return;
    }
    const { good, bad } = totals.get(service) ?? { good: 0, bad: 0 };
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(exposition(good, bad));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
}

function exposition(good: number, bad: number): string {
  const name = 'http_server_request_duration_seconds';
  const lines = [`# HELP ${name} Duration of HTTP server requests.`, `# TYPE ${name} histogram`];
  const counts = [
    ['200', good],
    ['500', bad],
  ] as const;
  for (const environment of environments) {
    for (const [code, count] of counts) {
      const labels = `environment="${environment}",http_response_status_code="${code}",http_route="${route}"`;
      for (const [bound, share] of buckets) {
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${Math.floor(count * share)}`);
      }
      lines.push(`${name}_sum{${labels}} ${(count * 0.08).toFixed(3)}`);
      lines.push(`${name}_count{${labels}} ${Math.floor(count)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
