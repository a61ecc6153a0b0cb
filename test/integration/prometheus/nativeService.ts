import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface NativeService {
  /** `host:port` of its metrics. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Protocol buffers, as far as metrics need them (io.prometheus.client, metrics.proto). */
const varint = (value: bigint): Buffer => {
  const bytes: number[] = [];
  for (let left = BigInt.asUintN(64, value); ;) {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    if (left === 0n) return Buffer.from([...bytes, low]);
    bytes.push(low | 0x80);
  }
};
const zigzag = (value: number): Buffer => varint((BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
const number = (field: number, value: Buffer): Buffer => Buffer.concat([varint(BigInt(field << 3)), value]);
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint(BigInt((field << 3) | 2)), varint(BigInt(value.length)), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const double = (field: number, value: number): Buffer => {
  const body = Buffer.alloc(8);
  body.writeDoubleLE(value);
  return Buffer.concat([varint(BigInt((field << 3) | 1)), body]);
};

const histogramType = 4n;

/** Requests as a native histogram: of schema 0, so that a bucket ends at each power of two. */
function histogram(fast: number, slow: number): Buffer {
  const span = (offset: number): Buffer =>
    bytes(12, Buffer.concat([number(1, zigzag(offset)), number(2, varint(1n))]));
  return Buffer.concat([
    number(1, varint(BigInt(fast + slow))),
    double(2, fast * 0.2 + slow * 0.9),
    number(5, zigzag(0)),
    double(6, 1e-9),
    // Up to 0.25 s, and up to 1 s.
    ...[span(-2), span(1)],
    number(13, zigzag(fast)),
    number(13, zigzag(slow - fast)),
  ]);
}

function metric(labels: Readonly<Record<string, string>>, fast: number, slow: number): Buffer {
  const pairs = Object.entries(labels).map(([name, value]) =>
    bytes(1, Buffer.concat([text(1, name), text(2, value)])),
  );
  return bytes(4, Buffer.concat([...pairs, bytes(7, histogram(fast, slow))]));
}

/** A service whose durations are a native histogram and nothing else: of 1,000 requests 5 fail and 50 are slow. */
export async function startNativeService(): Promise<NativeService> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    const labels = (code: string): Record<string, string> => ({
      http_response_status_code: code,
      http_route: '/pay',
    });
    const family = Buffer.concat([
      text(1, 'http_server_request_duration_seconds'),
      number(3, varint(histogramType)),
      metric(labels('200'), 945 * count, 50 * count),
      metric(labels('500'), 5 * count, 0),
    ]);
    response.setHeader(
      'content-type',
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
    );
    response.end(Buffer.concat([varint(BigInt(family.length)), family]));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
