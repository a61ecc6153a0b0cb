import assert from 'node:assert/strict';
import { resolveLaunch, type LaunchContext } from '../../../src/local/runtime/resolveLaunch.js';

const context: LaunchContext = {
  port: ({ name }) => (name === 'web' ? 40_001 : 40_002),
  peer: (service, port) => ({ host: 'localhost', port: `${service}-${port ?? 'first'}` }),
  volume: (name) => `/data/${name}`,
  secret: (key) => (key === 'known' ? 'value' : undefined),
};

function service(container: object, workload: object = {}, spec: object = {}): Record<string, unknown> {
  return {
    metadata: { name: 'hello', labels: { team: 'a' } },
    spec: {
      type: 'service',
      workload: {
        containers: { main: { image: '.', command: ['node', 'x.js'], ...container } },
        service: { ports: { web: { port: 80, targetPort: 8080 }, admin: { port: 9000 } } },
        ...workload,
      },
      ...spec,
    },
  };
}

describe('resolveLaunch', () => {
  it('fills placeholders and lets injected ports win, with a warning', () => {
    const launch = resolveLaunch(
      service(
        {
          variables: {
            TEAM: '${metadata.labels.team}',
            PEER: '${resources.api.url}',
            DATA: '${resources.disk.path}',
            PORT: '1',
          },
        },
        {
          resources: {
            api: { type: 'service', params: { port: 'http' } },
            disk: { type: 'volume' },
            me: { type: 'dns' },
          },
        },
      ),
      'development',
      context,
    );
    assert.deepEqual(launch.blocks, []);
    assert.deepEqual(launch.processes[0]?.variables, {
      TEAM: 'a',
      PEER: 'http://localhost:api-http',
      DATA: '/data/disk',
      PORT: '40001',
      PORT_WEB: '40001',
      PORT_ADMIN: '40002',
    });
    assert.deepEqual(
      launch.warnings.map(({ code }) => code),
      ['injected-variable'],
    );
  });

  it('moves the port of a probe, by number or name, and connects where there is no probe', () => {
    const probe = (port: unknown): unknown =>
      resolveLaunch(service({ readinessProbe: { httpGet: { path: '/r', port } } }), 'development', context)
        .processes[0]?.readiness;
    assert.deepEqual(
      [probe(8080), probe('admin')].map((item) => (item as { port: number }).port),
      [40_001, 40_002],
    );
    assert.deepEqual(resolveLaunch(service({}), 'development', context).processes[0]?.readiness, {
      kind: 'tcp',
      port: 40_001,
    });
    const unknown = resolveLaunch(
      service({ readinessProbe: { httpGet: { path: '/r', port: 1234 } } }),
      'development',
      context,
    );
    assert.deepEqual(
      unknown.warnings.map(({ code }) => code),
      ['probe-port-unknown'],
    );
  });

  it('merges the overrides of the environment only', () => {
    const spec = {
      environments: {
        staging: { overrides: { containers: { main: { variables: { LEVEL: 'warn', GONE: null } } } } },
      },
    };
    const manifest = service({ variables: { LEVEL: 'info', GONE: 'x' } }, {}, spec);
    const level = (environment: string): unknown =>
      resolveLaunch(manifest, environment, context).processes[0]?.variables;
    assert.deepEqual(
      { ...(level('development') as object) },
      { LEVEL: 'info', GONE: 'x', PORT: '40001', PORT_WEB: '40001', PORT_ADMIN: '40002' },
    );
    assert.deepEqual(
      { ...(level('staging') as object) },
      { LEVEL: 'warn', PORT: '40001', PORT_WEB: '40001', PORT_ADMIN: '40002' },
    );
  });

  it('blocks on what it cannot give, naming it once', () => {
    const reasons = (manifest: Record<string, unknown>): unknown =>
      resolveLaunch(manifest, 'development', context).blocks.map(({ reason, name }) => [reason, name]);
    const db = { resources: { db: { type: 'postgres' } } };
    assert.deepEqual(
      reasons(service({ variables: { A: '${resources.db.host}', B: '${resources.db.port}' } }, db)),
      [['ResourceUnavailable', 'db']],
    );
    assert.deepEqual(reasons(service({ variables: { A: '${resources.none.x}' } })), [['InputRequired', 'A']]);
    assert.deepEqual(reasons(service({ image: 'nginx', command: [] })), [
      ['ContainerEngineRequired', 'main'],
    ]);
    assert.deepEqual(reasons(service({ command: [] })), [['InputRequired', 'main']]);
    assert.deepEqual(reasons(service({ files: { '/etc/x': { content: 'y' } } })), [
      ['ContainerEngineRequired', 'main'],
    ]);
    assert.deepEqual(reasons(service({}, {}, { secrets: { A: { key: 'known' }, B: { key: 'unknown' } } })), [
      ['InputRequired', 'unknown'],
    ]);
  });

  it('takes the start script where there is no command', () => {
    const start = ['npm', 'run', 'start'];
    const command = (container: object): unknown =>
      resolveLaunch(service({ command: [], ...container }), 'development', { ...context, start }).processes[0]
        ?.command;
    assert.deepEqual(command({}), start);
    assert.deepEqual(command({ args: ['--x'] }), [...start, '--', '--x']);
  });
});
