import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../ports.js';
import { startServer, until, type Server } from '../processes.js';

export interface BackstageAddresses {
  /** Of the backend; it has no front end. */
  readonly url: string;
  /** Of a program, as the documentation has it made. */
  readonly token: string;
}

/** What scripts/backstage/install.mjs brought. */
export interface BackstagePrograms {
  /** The installed packages. */
  readonly folder: string;
  /** The Node that they were built for. */
  readonly node: string;
}

export interface BackstageOptions {
  readonly folder: string;
  readonly programs: BackstagePrograms;
  /** The configuration and the catalogue of the company. */
  readonly seed: string;
  /** The program of the suites of Backstage, which starts one. */
  readonly backend: string;
}

export interface RunningBackstage {
  readonly addresses: BackstageAddresses;
  readonly server: Server;
}

const token = 'backstage-token-of-the-engines-0123456789';
/** As many as catalog.yaml holds. */
const components = 12;

/** A Backstage whose catalogue describes what Argo CD and the cluster run. Nobody is let in without a token. */
export async function startBackstage(options: BackstageOptions): Promise<RunningBackstage> {
  const { folder, programs, seed, backend } = options;
  mkdirSync(folder, { recursive: true });
  // It looks for the project that it is started in.
  writeFileSync(path.join(folder, 'package.json'), '{"name":"shop","private":true}\n');
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const read = async (route: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}${route}`, { headers, signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`GET ${route} answers ${answer.status}`);
    return answer.json();
  };
  const configs = [path.join(backend, 'app-config.yaml'), path.join(seed, 'app-config.yaml')];
  const server = await startServer({
    name: 'backstage',
    file: programs.node,
    args: [path.join(backend, 'main.mjs'), ...configs.flatMap((config) => ['--config', config])],
    folder,
    env: {
      NODE_ENV: 'development',
      BACKSTAGE_HOME: programs.folder,
      BACKSTAGE_SEED: seed,
      BACKSTAGE_STATE: folder,
      BACKSTAGE_PORT: String(port),
      BACKSTAGE_TOKEN: token,
      BACKSTAGE_READS: 'example.test',
      BACKSTAGE_SESSION: 'session-of-the-engines',
    },
    ready: () => read('/api/catalog/entities/by-query?limit=0'),
  });
  await until('Backstage has read its catalogue', async () => {
    const route = '/api/catalog/entities/by-query?limit=0&filter=kind=component';
    const { totalItems } = (await read(route)) as { totalItems: number };
    return totalItems === components || undefined;
  });
  return { addresses: { url, token }, server };
}
