import { omit, type Answered, type Asked, type Mutation } from './mutatingProxy.js';

type Json = Record<string, unknown>;
type Wanted = (asked: Asked) => boolean;

const get =
  (path: string): Wanted =>
  (asked) =>
    asked.method === 'GET' && asked.path === path;
const post =
  (end: string): Wanted =>
  (asked) =>
    asked.method === 'POST' && asked.path.endsWith(end);
const isDryRun: Wanted = (asked) => asked.query.get('dryRun') === 'true';
const isPlan: Wanted = (asked) => post('/deployments')(asked) && isDryRun(asked);
const isSend: Wanted = (asked) => post('/deployments')(asked) && !isDryRun(asked);
const isOperation: Wanted = ({ method, path }) => method === 'GET' && /^\/operations\/[^/]+$/.test(path);
const isEvents: Wanted = ({ path }) => /^\/operations\/[^/]+\/events$/.test(path);
const isService: Wanted = ({ method, path }) => method === 'GET' && /^\/services\/[^/]+$/.test(path);
const isHistory: Wanted = ({ method, path }) => method === 'GET' && path.endsWith('/deployments');

/** Changes the answers to some requests. */
function answers(wanted: Wanted, change: (answer: Answered, asked: Asked) => Answered): Mutation {
  return {
    async answer(asked, forward) {
      const answer = await forward(asked);
      return wanted(asked) ? change(answer, asked) : answer;
    },
  };
}

/** Changes the JSON of good answers to some requests. */
function bodies(wanted: Wanted, change: (body: Json, asked: Asked) => unknown): Mutation {
  return answers(wanted, (answer, asked) =>
    answer.status < 300 && answer.body !== ''
      ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body) as Json, asked)) }
      : answer,
  );
}

/** Changes some requests before the good server sees them. */
function requests(wanted: Wanted, change: (asked: Asked) => Asked): Mutation {
  return { answer: (asked, forward) => forward(wanted(asked) ? change(asked) : asked) };
}

const status = (wanted: Wanted, code: number): Mutation =>
  answers(wanted, (answer) => ({ ...answer, status: code }));
const instead = (wanted: Wanted, body: unknown, code = 200): Mutation =>
  answers(wanted, (answer) => ({
    status: code,
    headers: { ...answer.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }));
const noHeader = (wanted: Wanted, name: string): Mutation =>
  answers(wanted, (answer) => ({ ...answer, headers: omit(answer.headers, name) }));
const headerSet = (wanted: Wanted, name: string, value: string): Mutation =>
  answers(wanted, (answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } }));
const noQuery = (name: string): Mutation =>
  requests(
    (asked) => asked.query.has(name),
    (asked) => ({ ...asked, query: new URLSearchParams([...asked.query].filter(([key]) => key !== name)) }),
  );
const noField = (name: string): Mutation =>
  requests(isSend, (asked) => {
    const rest = omit(jsonIn(asked.body), name);
    return asked.body.startsWith('{"') ? { ...asked, body: JSON.stringify(rest) } : asked;
  });
const items = (body: Json): Json[] => body['items'] as Json[];
const always: Wanted = () => true;
const withoutToken: Wanted = (asked) => asked.headers['authorization'] === undefined;

function jsonIn(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** Remembers the first operation that was accepted, and gives it again where `wanted`. */
function firstOperationAgain(wanted: (answer: Answered) => boolean): Mutation {
  let first: Answered | undefined;
  return answers(isSend, (answer) => {
    if (answer.status === 202) first ??= answer;
    return wanted(answer) && first ? first : answer;
  });
}

let calls = 0;

/** What a server that only reads may do wrong, by the check that shows it. The base is the server of examples. */
export const readMutations: Readonly<Record<string, (token: string) => Mutation>> = {
  'discovery/open': () => status((asked) => asked.path === '/' && withoutToken(asked), 401),
  'discovery/version': () => bodies(get('/'), (body) => ({ ...body, contractVersion: '2' })),
  'discovery/levels': () =>
    bodies(get('/'), (body) => ({ ...body, capabilities: { slos: { level: 'Full' } } })),
  'auth/required': (token) =>
    requests(withoutToken, (asked) => ({
      ...asked,
      headers: { ...asked.headers, authorization: `Bearer ${token}` },
    })),
  'auth/wrong-token': () =>
    status((asked) => asked.headers['authorization']?.includes('wrong') === true, 403),
  'auth/challenge': () => noHeader(always, 'www-authenticate'),
  'services/list': () => bodies(get('/services'), (body) => ({ services: body['items'] })),
  'services/summary': () =>
    bodies(get('/services'), (body) => ({
      items: items(body).map((item) => omit(item, 'environments')),
    })),
  'services/one': () => bodies(isService, (body) => ({ ...body, name: 'another' })),
  'services/not-found': () => instead((asked) => asked.path.endsWith('nobody'), { name: 'nobody' }),
  'services/odd-names': () => instead((asked) => asked.path.includes('%2f'), { items: [] }),
  'services/names': () => noQuery('names'),
  'services/filters': () => noQuery('owner'),
  'environments/list': () => bodies(get('/environments'), (body) => body['items']),
  'environments/order': () => bodies(get('/environments'), (body) => ({ items: items(body).reverse() })),
  'paths/unknown': () => instead((asked) => asked.path.endsWith('nothing'), {}),
  'query/unknown': () => status((asked) => asked.query.has('goldenPathConformance'), 400),
  'methods/head': () => status((asked) => asked.method === 'HEAD', 404),
  'methods/options': () =>
    answers(
      (asked) => asked.method === 'OPTIONS',
      (_answer, asked) => ({
        status: 204,
        headers: {
          'access-control-allow-origin': asked.headers['origin'] ?? '',
          'access-control-allow-credentials': 'true',
        },
        body: '',
      }),
    ),
  'answers/same': () => bodies(isService, (body) => ({ ...body, environments: [] })),
  'paging/size': () =>
    bodies(get('/services'), (body) => ({
      ...body,
      items: [...items(body), { name: 'one-more', environments: [] }],
    })),
  'paging/walk': () =>
    bodies(get('/services'), (body, asked) =>
      asked.query.has('pageToken') ? { items: [{ name: 'basket', environments: [] }] } : body,
    ),
  'paging/stable': () =>
    bodies(get('/services'), (body, asked) =>
      asked.query.has('pageToken') ? { items: [{ name: `service-${calls++}` }] } : body,
    ),
  'paging/limits': () => status((asked) => Number(asked.query.get('pageSize') ?? 0) > 200, 400),
  'paging/token': () => noQuery('pageToken'),
  'etag/present': () => noHeader(always, 'etag'),
  'etag/not-modified': () =>
    requests(always, (asked) => ({ ...asked, headers: omit(asked.headers, 'if-none-match') })),
  'etag/other': () =>
    answers(
      (asked) => asked.headers['if-none-match'] !== undefined,
      (answer) => ({ ...answer, status: 304, body: '' }),
    ),
  'etag/list': () =>
    requests(
      (asked) => asked.headers['if-none-match']?.includes(',') === true,
      (asked) => ({ ...asked, headers: omit(asked.headers, 'if-none-match') }),
    ),
  'cache/private': () => headerSet(get('/services'), 'cache-control', 'public, max-age=60'),
  'capabilities/undeclared': () =>
    bodies(get('/'), (body) => {
      const capabilities = omit(body['capabilities'] as Json, 'slos');
      return { ...body, capabilities };
    }),
  'times/rfc3339': () =>
    answers(get('/services'), (answer) => ({
      ...answer,
      body: answer.body.replace('T09:30:00Z', ' 09:30:00'),
    })),
  'values/no-null': () =>
    bodies(get('/services'), (body) => ({ items: items(body).map((item) => ({ ...item, title: null })) })),
  'errors/internal': () => status((asked) => asked.path.endsWith('nothing'), 500),
  'errors/problem': () => headerSet((asked) => asked.path.endsWith('nobody'), 'content-type', 'text/html'),
  'errors/retry-after': () => status((asked) => asked.path === '/environments', 503),
  'secrets/no-echo': (token) =>
    answers(
      (asked) => asked.path.endsWith('nothing'),
      (answer) => ({ ...answer, body: answer.body.replace('}', `,"detail":"Bearer ${token}"}`) }),
    ),
  'pipelines/stream': () => ({ event: (text) => (text.includes('event: done') ? undefined : text) }),
  'access/evaluations': () => bodies(post('/access/evaluations'), () => ({ evaluations: [] })),
  'pages/read': () =>
    bodies(
      (asked) => asked.path.startsWith('/pages/'),
      (body) => ({ ...body, id: 'another' }),
    ),
  'secrets/write-only': () =>
    answers(
      ({ method, path }) => method === 'PUT' && path.includes('/secrets/'),
      (answer, asked) => ({
        ...answer,
        body: JSON.stringify({ ...jsonIn(answer.body), ...jsonIn(asked.body) }),
      }),
    ),
  'secrets/no-values': () =>
    bodies(
      (asked) => asked.path.endsWith('/secrets'),
      (body) => ({ items: items(body).map((item) => ({ ...item, value: 'hunter2' })) }),
    ),
};

/** What a server that deploys may do wrong. The base is examples/platforms/deploy-node. */
export const deployMutations: Readonly<Record<string, () => Mutation>> = {
  'deploy/plan': () => bodies(isPlan, (item) => omit(item, 'fingerprint')),
  'deploy/plan-no-effect': () => {
    let plans = 0;
    return {
      async answer(asked, forward) {
        const answer = await forward(asked);
        if (!isPlan(asked) || answer.status !== 200 || ++plans !== 2) return answer;
        // The first dry run only looks whether the target can be deployed to.
        const headers = { ...asked.headers, 'idempotency-key': crypto.randomUUID() };
        await forward({ ...asked, query: new URLSearchParams(), headers });
        return answer;
      },
    };
  },
  'deploy/plan-same': () => bodies(isPlan, (body) => ({ ...body, fingerprint: `sha256:${calls++}` })),
  'deploy/plan-binds': () => noField('planFingerprint'),
  'deploy/plan-changes': () => {
    const fixed = bodies(isPlan, (body) => ({ ...body, fingerprint: 'sha256:0' }));
    return {
      answer: (asked, forward) =>
        isSend(asked)
          ? (noField('planFingerprint').answer?.(asked, forward) ?? forward(asked))
          : (fixed.answer?.(asked, forward) ?? forward(asked)),
    };
  },
  'deploy/stale-basis': () => noField('expectedCurrentDeployment'),
  'deploy/key-missing': () =>
    requests(
      (asked) => isSend(asked) && asked.headers['idempotency-key'] === undefined,
      (asked) => ({ ...asked, headers: { ...asked.headers, 'idempotency-key': crypto.randomUUID() } }),
    ),
  'deploy/accepted': () => noHeader(isSend, 'location'),
  'deploy/repeat': () => {
    const seen = new Set<string>();
    return answers(isSend, (answer, asked) => {
      const key = asked.headers['idempotency-key'] ?? '';
      const isAgain = answer.status === 202 && seen.has(key);
      seen.add(key);
      return isAgain ? { ...answer, body: answer.body.replace(/op_[^"]+/, 'op_another') } : answer;
    });
  },
  'deploy/key-reused': () => firstOperationAgain(({ body }) => body.includes('idempotency-key-reused')),
  'deploy/one-at-a-time': () => firstOperationAgain(({ body }) => body.includes('operation-in-progress')),
  'deploy/invalid': () => status((asked) => asked.method === 'POST' && asked.body === '{', 500),
  'deploy/unknown-place': () =>
    instead((asked) => isPlan(asked) && asked.body.includes('golden-path-conformance'), {
      fingerprint: 'sha256:0',
      summary: {},
      changes: [],
    }),
  'deploy/promote-names-release': () =>
    instead((asked) => isPlan(asked) && asked.body.includes('Promote'), {
      fingerprint: 'sha256:0',
      summary: {},
      changes: [],
    }),
  'deploy/succeeds': () =>
    bodies(isOperation, (body) => (body['done'] ? { ...body, state: 'Failed' } : body)),
  'deploy/history': () => bodies(isHistory, (body) => ({ items: items(body).reverse() })),
  'deploy/status': () =>
    answers(isService, (answer) => ({ ...answer, body: answer.body.replace(/"dep_[^"]+"/g, '"dep_0"') })),
  'deploy/restart': () =>
    bodies(isOperation, (body) =>
      body['done'] && String(body['title']).startsWith('Restart') ? { ...body, state: 'Failed' } : body,
    ),
  'deploy/rollback': () =>
    requests(
      (asked) => isSend(asked) && asked.body.includes('Rollback'),
      (asked) => {
        const { environment, reason } = jsonIn(asked.body);
        return { ...asked, body: JSON.stringify({ environment, reason, kind: 'Restart' }) };
      },
    ),
  'operations/state': () => bodies(isSend, (body) => ({ ...body, done: true })),
  'operations/times': () => bodies(isOperation, (item) => omit(item, 'finishedAt')),
  'operations/not-found': () => status((asked) => asked.path === '/operations/golden-path-conformance', 200),
  'operations/events': () =>
    bodies(isEvents, (body) => ({ items: items(body).filter(({ type }) => type !== 'done') })),
  'operations/events-after': () => noQuery('after'),
  'operations/stream': () => ({ streamHeaders: (headers) => ({ ...headers, 'content-type': 'text/plain' }) }),
  'operations/stream-framing': () => ({ event: (text) => text.replace(/^id: .*\n/m, '') }),
  'operations/stream-resume': () => ({
    streamRequest: (asked) => ({ ...asked, headers: omit(asked.headers, 'last-event-id') }),
  }),
  'operations/cancel': () => status(post('/cancel'), 404),
  'operations/cancel-ended': () => {
    let canceled = false;
    return answers(
      (asked) => isOperation(asked) || post('/cancel')(asked),
      (answer, asked) => {
        if (isOperation(asked)) {
          return canceled ? { ...answer, body: answer.body.replace('"Succeeded"', '"Canceled"') } : answer;
        }
        canceled = true;
        return answer;
      },
    );
  },
};

/** What a platform with streams may do wrong. The base is the local platform. */
export const fullMutations: Readonly<Record<string, () => Mutation>> = {
  'deploy/promote': () =>
    answers(isHistory, (answer) => ({ ...answer, body: answer.body.replaceAll('"promotedFrom"', '"from"') })),
  'watch/tells': () => ({
    event: (text) => (text.includes('platform.operation.changed') ? undefined : text),
  }),
  'watch/framing': () => ({ event: (text) => text.replace(/^event: .*\n/m, '') }),
  'watch/resume': () => ({
    streamRequest: (asked) => ({ ...asked, headers: omit(asked.headers, 'last-event-id') }),
    event: (text) => text.replace(/^id: (\d+)/m, (_id, number: string) => `id: ${Number(number) + calls++}`),
  }),
  'watch/reset': () => ({
    event: (text) => text.replaceAll('platform.catalog.reset', 'platform.service.changed'),
  }),
  'logs/stream': () => ({ event: (text) => (text.includes('event: done') ? undefined : text) }),
  'operations/list': () => bodies(get('/operations'), () => ({ items: [] })),
  'manifests/validate': () => bodies(post('/manifests/validate'), () => ({ diagnostics: [] })),
  'idempotency/everywhere': () => status(post('/releases'), 422),
  'facets/count': () =>
    answers(get('/facets'), (answer) => ({
      ...answer,
      body: answer.body.replace(/"count":\d+/g, '"count":77'),
    })),
  'systems/filter': () => noQuery('system'),
  'pipelines/filter': () =>
    bodies(
      ({ path, query }) => path.endsWith('/pipeline-runs') && query.has('state'),
      () => ({ items: [] }),
    ),
  'portfolio/owner': () =>
    bodies(get('/metrics/portfolio'), (body) => ({ ...body, owner: 'group:default/other' })),
  'audit/tells': () => bodies(get('/audit-events'), () => ({ items: [] })),
  'incidents/life': () =>
    requests(
      ({ method }) => method === 'PATCH',
      (asked) => ({ ...asked, body: '{"comment":"nothing else"}' }),
    ),
  'environments/plan': () => ({
    async answer(asked, forward) {
      const answer = await forward(asked);
      if (!post('/environments')(asked) || !isDryRun(asked)) return answer;
      const headers = { ...asked.headers, 'idempotency-key': crypto.randomUUID() };
      await forward({ ...asked, query: new URLSearchParams(), headers });
      return answer;
    },
  }),
  'operations/resume-ended': () => status(post('/resume'), 200),
  'approvals/ended': () => status(post('/reject'), 200),
  'templates/invalid': () =>
    answers(
      ({ path }) => path.endsWith('/runs'),
      (answer) => ({ ...answer, body: JSON.stringify(omit(jsonIn(answer.body), 'errors')) }),
    ),
};
