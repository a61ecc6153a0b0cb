import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One request to a backend and its answer, with nothing of the machine and no secret in it. */
export interface RecordedExchange {
  readonly method: string;
  readonly path: string;
  /** Whose token came with it. */
  readonly as: string;
  readonly body?: string;
  readonly ifNoneMatch?: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: string;
  /** The client left before the end. */
  readonly isCut?: true;
}

export interface Recording {
  /** The packages of the backend that answered. */
  readonly backend: Readonly<Record<string, string>>;
  readonly exchanges: readonly RecordedExchange[];
}

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'test/integration/backstage');

export function hasRecording(name: string): boolean {
  return existsSync(fileOf(name));
}

export function readRecording(name: string): Recording {
  return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recording;
}

/** One exchange a line, so that a change can be read. */
export function writeRecording(name: string, exchanges: readonly RecordedExchange[]): void {
  const lines = exchanges.map((exchange) => `    ${JSON.stringify(exchange)}`);
  const head = `{\n  "backend": ${JSON.stringify(backendPackages())},\n  "exchanges": [\n`;
  writeFileSync(fileOf(name), `${head}${lines.join(',\n')}\n  ]\n}\n`);
}

/** What package.json pins. */
export function backendPackages(): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return manifest.dependencies;
}

/** Two requests with the same key are the same request. */
export function keyOf({
  method,
  path: target,
  as,
  body = '',
  ifNoneMatch = '',
}: Pick<RecordedExchange, 'method' | 'path' | 'as' | 'body' | 'ifNoneMatch'>): string {
  return [method, target, as, ifNoneMatch, body].join('\n');
}

/** Who a bearer token is for: the tokens of the tests are told apart, their text is not kept. */
export function whoIs(authorization: string | undefined, token: string): string {
  if (authorization === undefined) return 'nobody';
  const given = authorization.replace(/^Bearer /i, '');
  if (given === token || given.startsWith(`${token}-`)) return `token${given.slice(token.length)}`;
  return given.startsWith('eyJ') ? 'guest' : 'stranger';
}

function fileOf(name: string): string {
  return path.join(folder, 'recordings', `${name}.json`);
}
