import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BigPlatform {
  readonly url: string;
  /** Path and query of every request so far. */
  readonly requests: string[];
  /** Makes the first `count` services degraded and tells it over the stream of changes. */
  degrade(count: number): void;
  close(): void;
}

const time = '2026-01-01T00:00:00Z';

const environments = ['development', 'test', 'staging', 'production'];

/** A platform of many services over HTTP, each in four environments. */
export async function serveBigPlatform(services: number): Promise<BigPlatform> {
  const requests: string[] = [];
  const streams = new Set<ServerResponse>();
  const nameOf = (index: number): string => `service-${String(index).padStart(5, '0')}`;
  const health = new Map(Array.from({ length: services }, (_, index) => [nameOf(index), 'Healthy']));
  const service = (name: string): unknown => ({
    name,
    owner: 'group:default/shop',
    environments: environments.map((environment) => ({
      environment,
      health: environment === environments[0] ? health.get(name) : 'Healthy',
      current: { id: `dep_${name}_${environment}`, state: 'Deployed', version: '1.0.0', finishedAt: time },
    })),
  });
  const page = (url: URL): unknown => {
    const asked = url.searchParams.get('names')?.split(',');
    const names = (asked ?? [...health.keys()]).filter((name) => health.has(name));
    const size = Number(url.searchParams.get('pageSize') ?? 50);
    const from = Number(url.searchParams.get('pageToken') ?? 0);
    const next = from + size;
    return {
      items: names.slice(from, next).map(service),
      ...(next < names.length && { nextPageToken: String(next) }),
    };
  };
  const answers: Record<string, (url: URL) => unknown> = {
    '/v1': () => ({
      name: 'big',
      contractVersion: '0.1.0',
      capabilities: {
        services: { level: 'Read' },
        environments: { level: 'Read' },
        watch: { level: 'Stream' },
      },
    }),
    '/v1/services': page,
    '/v1/environments': () => ({
      items: environments.map((name, order) => ({
        name,
        type: name,
        production: name === 'production',
        order,
      })),
    }),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    requests.push(`${url.pathname}${url.search}`);
    if (url.pathname === '/v1/watch') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const answer = answers[url.pathname.replace(/\/$/, '')];
    response
      .writeHead(answer ? 200 : 404, {
        'content-type': answer ? 'application/json' : 'application/problem+json',
      })
      .end(JSON.stringify(answer ? answer(url) : { type: 'not-found', title: 'Not found', status: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let lastId = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    degrade(count) {
      const lines: string[] = [];
      for (const name of [...health.keys()].slice(0, count)) {
        health.set(name, 'Degraded');
        const id = String(++lastId);
        const type = 'platform.service.changed';
        const event = { specversion: '1.0', id, source: '/v1', type, subject: name, time };
        lines.push(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      for (const stream of streams) stream.write(lines.join(''));
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
