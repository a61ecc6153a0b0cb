import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Of a person with a name and an address, and of nobody else on this machine. */
export function gitEnv(home: string, settings = ''): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  writeFileSync(
    path.join(home, 'gitconfig'),
    `[user]\n\tname = Jo Example\n\temail = jo@acme.example\n[init]\n\tdefaultBranch = main\n${settings}`,
  );
  return {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_GLOBAL: path.join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/** A bare repository with a clone to work in, as the company's host has it; served from a folder or over http. */
export class GitHost {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'golden-path-git-'));
  readonly env = gitEnv(path.join(this.folder, 'home'));
  readonly bare = path.join(this.folder, 'config.git');
  readonly work = path.join(this.folder, 'work');
  readonly requests: string[] = [];
  /** Called with each request of the http server; `false` leaves it without an answer. */
  onRequest: (url: string) => boolean = () => true;
  /** Whom the http server lets in; everybody unless said. */
  login: { readonly user: string; readonly password: string } | undefined;
  #server: Server | undefined;

  constructor(files: Readonly<Record<string, string>>) {
    this.git(this.folder, 'init', '--quiet', '--bare', this.bare);
    this.git(this.bare, 'config', 'uploadpack.allowFilter', 'true');
    this.git(this.bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    this.git(this.bare, 'config', 'http.receivepack', 'true');
    this.git(this.folder, 'clone', '--quiet', this.bare, this.work);
    this.commit(files, 'Begin');
  }

  get address(): string {
    return `file://${this.bare}`;
  }

  git(cwd: string, ...args: readonly string[]): string {
    const said = execFileSync('git', args, {
      cwd,
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return said.trimEnd();
  }

  /** Commits files on main, as others do, and gives the commit. `undefined` deletes. */
  commit(files: Readonly<Record<string, string | undefined>>, message: string): string {
    if (this.branches().length > 0) {
      this.git(this.work, 'fetch', '--quiet', 'origin');
      this.git(this.work, 'reset', '--quiet', '--hard', 'origin/main');
    }
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.work, name);
      if (text === undefined) {
        rmSync(file);
        continue;
      }
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    this.git(this.work, 'add', '--all');
    this.git(this.work, 'commit', '--quiet', '-m', message);
    this.git(this.work, 'push', '--quiet', 'origin', 'HEAD:main');
    return this.commitOf('main');
  }

  branches(): readonly string[] {
    return this.git(this.bare, 'for-each-ref', '--format=%(refname:short)', 'refs/heads')
      .split('\n')
      .filter(Boolean);
  }

  commitOf(branch: string): string {
    return this.git(this.bare, 'rev-parse', '--verify', `refs/heads/${branch}`);
  }

  read(ref: string, file: string): string {
    return execFileSync('git', ['show', `${ref}:${file}`], {
      cwd: this.bare,
      env: this.env,
      encoding: 'utf8',
    });
  }

  /** Merges a branch as a forge does, and deletes it. */
  merge(branch: string, way: 'merge' | 'squash'): string {
    this.git(this.work, 'fetch', '--quiet', 'origin');
    this.git(this.work, 'reset', '--quiet', '--hard', 'origin/main');
    if (way === 'squash') {
      this.git(this.work, 'merge', '--quiet', '--squash', `origin/${branch}`);
      this.git(this.work, 'commit', '--quiet', '-m', `Squashed ${branch}`);
    } else {
      this.git(this.work, 'merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, `origin/${branch}`);
    }
    this.git(this.work, 'push', '--quiet', 'origin', 'HEAD:main', `:${branch}`);
    return this.commitOf('main');
  }

  /** Serves the repository with git's own http-backend; gives its address. */
  async serve(): Promise<string> {
    const backend = path.join(this.git(this.folder, '--exec-path'), 'git-http-backend');
    const server = createServer((request, response) => {
      this.requests.push(request.url ?? '');
      if (!this.#isLetIn(request)) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="config"' }).end();
      } else if (this.onRequest(request.url ?? '')) {
        runBackend(backend, this.folder, this.env, request, response);
      } else {
        request.socket.destroy();
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/config.git`;
  }

  #isLetIn({ headers }: IncomingMessage): boolean {
    if (!this.login) return true;
    const { user, password } = this.login;
    return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  dispose(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A CGI program (RFC 3875): headers and a blank line, then the body. */
function runBackend(
  backend: string,
  root: string,
  env: NodeJS.ProcessEnv,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '', 'http://localhost');
  const child = spawn(backend, [], {
    env: {
      ...env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'jo',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (!head) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(/: (.*)/s);
      if (name.toLowerCase() === 'status') response.statusCode = Number(value.slice(0, 3));
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('close', () => response.end());
}
