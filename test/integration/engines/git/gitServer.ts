import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { git } from './git.js';

/** Who may push to the repositories under `/guarded/`, and read them. */
export const gitUser = { name: 'developer', password: 'git-password-of-tests' } as const;

export interface GitServer {
  readonly url: string;
  /** Of a bare repository, made when it is not there; its branch is `main`. Under `guarded/` it asks who one is. */
  repository(name: string): Promise<string>;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Git's own smart protocol over http, by `git http-backend`. Pushes are taken. */
export async function startGitServer(folder: string, port = 0): Promise<GitServer> {
  mkdirSync(folder, { recursive: true });
  const listener = http.createServer((request, response) => {
    if (isGuarded(request) && !isKnown(request)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      request.resume();
      return;
    }
    serve(folder, request, response);
  });
  await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
  const address = listener.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url,
    folder,
    repository: async (name) => {
      const bare = path.join(folder, `${name}.git`);
      await git(folder, ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
      await git(bare, ['config', 'http.receivepack', 'true']);
      return `${url}/${name}.git`;
    },
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
}

const isGuarded = (request: IncomingMessage): boolean => (request.url ?? '').startsWith('/guarded/');

function isKnown({ headers }: IncomingMessage): boolean {
  const [kind, value = ''] = (headers.authorization ?? '').split(' ');
  const given = Buffer.from(value, 'base64').toString();
  return kind === 'Basic' && given === `${gitUser.name}:${gitUser.password}`;
}

/** One request by the Common Gateway Interface (RFC 3875). */
function serve(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://git');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: header('content-type'),
      ...(header('content-length') && { CONTENT_LENGTH: header('content-length') }),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  child.once('error', () => response.destroy());
  // A body that git does not want is no fault of the server's.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  answer(child.stdout, response);
}

function answer(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  const collect = (part: Buffer): void => {
    head = Buffer.concat([head, part]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    output.off('data', collect);
    const fields = head
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(/: ?(.*)/s, 2) as [string, string]);
    const status = Number(fields.find(([name]) => name.toLowerCase() === 'status')?.[1].split(' ')[0] ?? 200);
    response.writeHead(
      status,
      Object.fromEntries(fields.filter(([name]) => name.toLowerCase() !== 'status')),
    );
    response.write(head.subarray(end + 4));
    output.pipe(response);
  };
  output.on('data', collect);
  output.once('end', () => response.end());
}
