import { readFileSync } from 'node:fs';
import https from 'node:https';
import { parseAllDocuments } from 'yaml';

/** An object of the cluster, as far as the fixture looks at it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface KubeClient {
  /** Rejects for anything but a success, with what the server says. */
  request(method: string, route: string, body?: unknown, contentType?: string): Promise<unknown>;
  /** Server-side apply, in the given order; a kind that is not served yet is waited for. */
  apply(objects: readonly KubeObject[]): Promise<void>;
  /** Where an object is. */
  routeOf(object: KubeObject): Promise<string>;
  close(): void;
}

export interface KubeAccess {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

/** What speaks to the API server for the fixture: no more than seeding needs. */
export function createKubeClient({ url, ca, token }: KubeAccess): KubeClient {
  const agent = new https.Agent({ ca, keepAlive: true, maxSockets: 16 });
  const request: KubeClient['request'] = async (method, route, body, contentType = 'application/json') => {
    const { status, text } = await send(method, new URL(route, url), body, contentType);
    if (status >= 300) throw new Error(`${method} ${route} answers ${status}: ${text.slice(0, 500)}`);
    return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
  };
  const send = (
    method: string,
    address: URL,
    body: unknown,
    contentType: string,
  ): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
      const call = https.request(address, { method, agent, headers, timeout: 30_000 }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
        response.on('error', reject);
      });
      call.on('error', reject);
      call.on('timeout', () => call.destroy(new Error(`${method} ${address.pathname} takes too long`)));
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const routes = createRoutes(request);
  return {
    request,
    routeOf: async (object) => `${await routes(object)}/${object.metadata.name}`,
    apply: async (objects) => {
      for (const object of objects) {
        const name = `${await routes(object)}/${object.metadata.name}?fieldManager=engines-fixture&force=true`;
        await request('PATCH', name, object, 'application/apply-patch+yaml');
      }
    },
    close: () => agent.destroy(),
  };
}

/** Where the objects of a kind are, as discovery says. */
function createRoutes(request: KubeClient['request']): (object: KubeObject) => Promise<string> {
  const known = new Map<string, { readonly name: string; readonly namespaced: boolean }>();
  const discover = async (apiVersion: string): Promise<void> => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = (await request('GET', base)) as {
      resources: readonly { name: string; kind: string; namespaced: boolean }[];
    };
    for (const { name, kind, namespaced } of list.resources) {
      if (!name.includes('/')) known.set(`${apiVersion}/${kind}`, { name, namespaced });
    }
  };
  return async ({ apiVersion, kind, metadata }) => {
    const key = `${apiVersion}/${kind}`;
    const deadline = Date.now() + 30_000;
    while (!known.has(key)) {
      await discover(apiVersion).catch(() => undefined);
      if (Date.now() > deadline) throw new Error(`The cluster does not serve ${key}.`);
      if (!known.has(key)) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { name, namespaced } = known.get(key) ?? { name: '', namespaced: false };
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return namespaced ? `${base}/namespaces/${metadata.namespace ?? 'default'}/${name}` : `${base}/${name}`;
  };
}

/** The objects of a file of YAML documents, with `${NAME}` replaced. */
export function objectsIn(file: string, values: Readonly<Record<string, string>> = {}): KubeObject[] {
  const text = readFileSync(file, 'utf8').replace(
    /\$\{([A-Z_]+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}
