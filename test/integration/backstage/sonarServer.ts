import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SonarServer {
  readonly url: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

const apiKey = 'sonar-key-of-tests';

/** Of each project, by metric (https://docs.sonarsource.com/sonarqube-server, Web API, `api/measures/component`). */
const projects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'shop:cart': {
    alert_status: 'OK',
    bugs: '0',
    reliability_rating: '1.0',
    vulnerabilities: '2',
    security_rating: '3.0',
    security_review_rating: '1.0',
    code_smells: '14',
    sqale_rating: '1.0',
    coverage: '81.4',
    duplicated_lines_density: '1.2',
  },
  'shop:storefront': { alert_status: 'ERROR', bugs: '7', reliability_rating: '4.0' },
};

/** Answers as the Web API of SonarQube is documented: SonarQube itself comes from no registry that tests may use. */
export async function startSonarServer(): Promise<SonarServer> {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const { status, body } = isKnown(request.headers.authorization)
      ? answerOf(pathname, searchParams.get('component') ?? '', searchParams.get('metricKeys') ?? '')
      : { status: 401, body: undefined };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The key is the name of a user without a password. */
function isKnown(authorization: string | undefined): boolean {
  return authorization === `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
}

function answerOf(
  path: string,
  component: string,
  metricKeys: string,
): { readonly status: number; readonly body?: unknown } {
  const metrics = Object.keys(projects['shop:cart'] ?? {});
  if (path === '/api/metrics/search') {
    const listed = metrics.map((key, index) => ({ id: String(index), key, type: 'INT', name: key }));
    return { status: 200, body: { metrics: listed, total: listed.length, p: 1, ps: 500 } };
  }
  const measured = projects[component];
  if (!measured) {
    const msg = `Component key '${component}' not found`;
    return { status: 404, body: { errors: [{ msg }] } };
  }
  const project = { key: component, name: component, qualifier: 'TRK' };
  if (path === '/api/components/show') {
    const body = { component: { ...project, analysisDate: '2026-03-01T11:39:03+0000' }, ancestors: [] };
    return { status: 200, body };
  }
  const measures = Object.entries(measured)
    .filter(([metric]) => metricKeys.split(',').includes(metric))
    .map(([metric, value]) => ({ metric, value, bestValue: value === '1.0' }));
  return { status: 200, body: { component: { ...project, measures } } };
}
