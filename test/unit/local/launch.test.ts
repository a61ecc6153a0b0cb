import assert from 'node:assert/strict';
import { resolveLaunch, type LaunchContext } from '../../../src/local/runtime/resolveLaunch.js';

const context: LaunchContext = {
  port: ({ name }) => (name === 'web' ? 40_001 : 40_002),
  peer: (service, port) => ({ host: 'localhost', port: `${service}-${port ?? 'first'}` }),
  volume: (name) => `/data/${name}`,
  secret: (key) => (key === 'known' ? 'value' : undefined),
  file: (container, target) => `/files/${container}${target}`,
  gateway: { host: 'hello.development.localhost', port: '4000' },
  provided: (name) => (name === 'cache' ? { outputs: { host: 'localhost', port: '6379' } } : undefined),
  engine: { kind: 'missing', reason: 'none is installed' },
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
    assert.deepEqual(reasons(service({ files: { '/etc/x': {} } })), [['InputRequired', 'main']]);
    assert.deepEqual(reasons(service({ before: { none: { ready: 'started' } } })), [
      ['InputRequired', 'main'],
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

  it('tells a process where the files and volumes of its manifest are', () => {
    const launch = resolveLaunch(
      service(
        {
          command: ['node', 'x.js', '--config=/etc/app.yaml', '/etc/app.yaml.bak'],
          variables: { CONFIG: '/etc/app.yaml', DATA: '/data/db', OTHER: '/database' },
          files: {
            '/etc/app.yaml': { content: 'team: ${metadata.labels.team}', mode: '0600' },
            '/etc/raw': { content: '${metadata.name}', noExpand: true },
            '/etc/bytes': { binaryContent: 'AAEC' },
            '/etc/source': { source: './app.txt' },
          },
          volumes: { '/data': { source: '${resources.disk}', path: 'below' } },
        },
        { resources: { disk: { type: 'volume' } } },
      ),
      'development',
      context,
    );
    assert.deepEqual(launch.blocks, []);
    const [process] = launch.processes;
    assert.deepEqual(process?.command.slice(2), ['--config=/files/main/etc/app.yaml', '/etc/app.yaml.bak']);
    assert.equal(process.variables['CONFIG'], '/files/main/etc/app.yaml');
    assert.equal(process.variables['DATA'], '/data/disk/below/db');
    assert.equal(process.variables['OTHER'], '/database');
    assert.deepEqual(
      process.files.map(({ mode, content }) => [mode, content.kind === 'text' ? content.text : content.kind]),
      [
        [0o600, 'team: a'],
        [0o644, '${metadata.name}'],
        [0o644, 'base64'],
        [0o644, 'source'],
      ],
    );
  });

  it('orders containers by `before`, and blocks on a circle', () => {
    const containers = (second: object): object => ({
      containers: {
        init: { image: '.', command: ['a'], before: { main: { ready: 'complete' } } },
        main: { image: '.', command: ['b'], ...second },
      },
    });
    const { processes } = resolveLaunch(service({}, containers({})), 'development', context);
    assert.deepEqual(
      processes.map(({ name, task, waitsFor }) => [name, task, waitsFor]),
      [
        ['init', true, []],
        ['main', false, [{ container: 'init', state: 'complete' }]],
      ],
    );
    const circle = containers({ before: { init: { ready: 'healthy' } } });
    const { blocks } = resolveLaunch(service({}, circle), 'development', context);
    assert.match(blocks[0]?.message ?? '', /init, main/);
  });

  it('runs an image where there is an engine, told the ports it listens on', () => {
    const engine = { kind: 'available', program: 'docker', env: {} } as const;
    const { blocks, processes } = resolveLaunch(service({ image: 'nginx', command: [] }), 'development', {
      ...context,
      engine,
    });
    assert.deepEqual(blocks, []);
    assert.equal(processes[0]?.image, 'nginx');
    assert.equal(processes[0].variables['PORT'], '8080');
  });

  it('gives routes hosts, paths and the port they mean', () => {
    const { routes, blocks, processes } = resolveLaunch(
      service(
        {
          variables: {
            HOST: '${resources.name.host}',
            URL: '${resources.web.url}',
            C: '${resources.cache.port}',
          },
        },
        {
          resources: {
            cache: { type: 'redis' },
            name: { type: 'dns' },
            web: { type: 'route', params: { host: '${resources.name.host}', path: '/api', port: 9000 } },
          },
        },
      ),
      'development',
      context,
    );
    assert.deepEqual(blocks, []);
    assert.deepEqual(routes, [
      { host: 'hello.development.localhost', path: '/', port: 40_001 },
      { host: 'hello.development.localhost', path: '/api', port: 40_002 },
    ]);
    assert.equal(processes[0]?.variables['URL'], 'http://hello.development.localhost:4000/api');
    assert.equal(processes[0].variables['C'], '6379');
  });
});
