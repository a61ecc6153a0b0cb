import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LiveService {
  /** `host:port` of its metrics. */
  readonly address: string;
  /** Every scrape finds more requests; from now on with this share of errors. */
  fail(share: number): void;
  stop(): Promise<void>;
}

/** A small service that serves what OpenTelemetry would measure of it. */
export async function startLiveService(): Promise<LiveService> {
  const counts = { good: 0, bad: 0 };
  let failing = 0;
  const server = createServer((_request, response) => {
    counts.good += 10 * (1 - failing);
    counts.bad += 10 * failing;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      [
        '# TYPE http_server_request_duration_seconds histogram',
        ...(['200', '500'] as const).flatMap((code) => {
          const count = code === '200' ? counts.good : counts.bad;
          const labels = `http_response_status_code="${code}",http_route="/pay"`;
          const name = 'http_server_request_duration_seconds';
          return [
            `${name}_bucket{${labels},le="0.5"} ${count}`,
            `${name}_bucket{${labels},le="+Inf"} ${count}`,
            `${name}_sum{${labels}} ${count / 10}`,
            `${name}_count{${labels}} ${count}`,
          ];
        }),
        '',
      ].join('\n'),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (share) => (failing = share),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
