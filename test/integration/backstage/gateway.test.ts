import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { buildCli, CliProcess, runCli } from '../cli/cliProgram.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('golden-path gateway over a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let gateway: CliProcess | undefined;
  let url = '';
  let tokenFile = '';

  const line = (text: string): { readonly url: string; readonly tokenFile: string; readonly pid: number } =>
    JSON.parse(text) as { url: string; tokenFile: string; pid: number };
  const ours = (): string => readFileSync(tokenFile, 'utf8').trim();
  const get = (path: string, token = ours(), headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}${path}`, { headers: { ...headers, authorization: `Bearer ${token}` } });
  const post = (path: string, body: unknown, key?: string, type = 'application/json'): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ours()}`,
        'content-type': type,
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: typeof body === 'string' && type !== 'application/json' ? body : JSON.stringify(body),
    });
  const typeOf = async (answer: Response): Promise<string | undefined> =>
    ((await answer.json()) as { type: string }).type.split('/').at(-1);

  before(async function () {
    if (!isBackstageThere('gateway')) this.skip();
    await buildCli();
    backstage = await startBackstage({ recording: 'gateway' });
    const args = [
      'gateway',
      '--backstage',
      backstage.url,
      '--token-stdin',
      '--port',
      '0',
      '--format',
      'json',
    ];
    gateway = new CliProcess(args, { stdin: backstage.token });
    await gateway.until((out) => out.endsWith('\n'), 30_000);
    ({ url, tokenFile } = line(gateway.out));
  });
  after(async () => {
    gateway?.child.kill('SIGKILL');
    await backstage?.stop();
  });

  it('says where it is and keeps its token to its owner', () => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    assert.equal(line(gateway!.out).pid, gateway!.child.pid);
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    assert.ok(!gateway!.out.includes(backstage!.token));
  });

  it('passes the conformance kit at the level Read', async () => {
    const args = ['conformance', url, '--token-file', tokenFile, '--level', 'read', '--verbose'];
    const { code, out, err } = await runCli(args);
    assert.equal(code, 0, `${out}\n${err}`);
    const judged = [
      'paging/walk',
      'paging/token',
      'etag/not-modified',
      'services/summary',
      'reads/getTemplate',
      'reads/listOperations',
    ];
    for (const id of [...judged, 'reads/getSystem', 'reads/listOwnerMembers', 'auth/required']) {
      assert.ok(out.includes(`✓ ${id}\n`), `${id} holds:\n${out}`);
    }
  });

  it('serves what the command line reads', async () => {
    const { code, out } = await runCli([
      'status',
      '--url',
      url,
      '--token-file',
      tokenFile,
      '--format',
      'json',
    ]);
    assert.equal(code, 0, out);
    assert.match(out, /storefront/);
  });

  it('filters services as the contract says, and pages through what is left', async () => {
    const names = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let token: string | undefined;
      do {
        const next = token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`;
        const answer = await get(`/services?pageSize=1&${query}${next}`);
        assert.equal(answer.status, 200, await answer.clone().text());
        const page = (await answer.json()) as { items: { name: string }[]; nextPageToken?: string };
        assert.ok(page.items.length <= 1 || page.nextPageToken === undefined);
        found.push(...page.items.map(({ name }) => name));
        token = page.nextPageToken;
      } while (token !== undefined);
      return found;
    };
    const all = ['cart', 'logistics/couriers', 'orphan', 'storefront'];
    assert.deepEqual(await names(''), all);
    for (const [query, wanted] of [
      ['owner=group:default%2Fbasket', ['cart']],
      ['system=shop', ['cart', 'storefront']],
      ['type=website', ['storefront']],
      ['lifecycle=production', ['cart', 'logistics/couriers']],
      ['lifecycle=production&system=shop', ['cart']],
      ['q=wants', ['cart']],
      ['repository=git@github.com:example/storefront.git', ['storefront']],
      ['repository=https://github.com/example/shop', ['cart']],
      ['labelSelector=tier%3Dhigh', ['cart']],
      ['labelSelector=tier%20in%20(low,high)', ['cart']],
      ['labelSelector=!tier', all.slice(1)],
      ['labelSelector=tier', ['cart']],
      ['labelSelector=tier!%3Dhigh&type=service', ['logistics/couriers']],
      ['names=storefront,nobody,logistics%2Fcouriers', ['storefront', 'logistics/couriers']],
      ['names=storefront,cart&type=website', ['storefront']],
      ['environment=production', []],
      ['health=Healthy', []],
      ['tier=1', []],
    ] as const) {
      assert.deepEqual(await names(query), wanted, query);
    }
    for (const query of ['labelSelector=((', 'pageSize=-1', 'pageToken=made-up']) {
      const refused = await get(`/services?${query}`);
      assert.ok([400, 422].includes(refused.status), `${query} ${refused.status}`);
      assert.match(await refused.text(), /"type":"\/problems\/invalid-request"/);
    }
  });

  it('answers 304 while nothing has changed', async () => {
    for (const path of ['/services', '/services/cart', '/templates/hello', '/owners']) {
      const first = await get(path);
      const etag = first.headers.get('etag');
      assert.ok(etag, path);
      const again = await get(path, undefined, { 'if-none-match': etag });
      assert.deepEqual([again.status, await again.text()], [304, '']);
      assert.equal((await get(path, undefined, { 'if-none-match': '"other"' })).status, 200);
    }
  });

  it('plans and runs a template, tells of it as a stream and as a list, and keeps the key', async () => {
    const values = { name: 'greeter', owner: 'group:default/basket' };
    const runs = '/templates/hello/runs';
    const planned = await post(`${runs}?dryRun=true`, { values });
    assert.equal(planned.status, 200);
    const plan = (await planned.json()) as { fingerprint: string; changes: { message: string }[] };
    assert.deepEqual(
      plan.changes.map(({ message }) => message),
      ['Fill in the skeleton', 'Greet'],
    );
    const keyless = await post(runs, { values });
    assert.deepEqual([keyless.status, await typeOf(keyless)], [400, 'idempotency-key-missing']);
    const stale = await post(runs, { values, planFingerprint: 'another' }, 'stale');
    assert.deepEqual([stale.status, await typeOf(stale)], [409, 'stale-plan']);
    const begun = await post(runs, { values, planFingerprint: plan.fingerprint }, 'one');
    const operation = (await begun.json()) as { id: string; kind: string };
    assert.deepEqual([begun.status, operation.kind], [202, 'TemplateRun']);
    assert.equal(begun.headers.get('location'), `/v1/operations/${operation.id}`);
    const again = await post(runs, { values, planFingerprint: plan.fingerprint }, 'one');
    assert.equal(((await again.json()) as { id: string }).id, operation.id);
    const other = await post(runs, { values: { ...values, name: 'other' } }, 'one');
    assert.deepEqual([other.status, await typeOf(other)], [422, 'idempotency-key-reused']);

    const path = `/operations/${operation.id}/events`;
    const stream = await get(path, undefined, { accept: 'text/event-stream' });
    assert.equal(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const text = await stream.text();
    const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    assert.match(text, /Hello greeter/);
    assert.match(text, /event: done\ndata: .*\n\n$/);
    const listed = (await (await get(path)).json()) as { items: { id: string; type: string }[] };
    assert.deepEqual(
      listed.items.map(({ id }) => id),
      ids,
    );
    const rest = (await (await get(`${path}?after=${ids.at(-2)}`)).json()) as { items: { id: string }[] };
    assert.deepEqual(
      rest.items.map(({ id }) => id),
      [ids.at(-1)],
    );
    const ended = (await (await get(`/operations/${operation.id}`)).json()) as { state: string };
    assert.equal(ended.state, 'Succeeded');
    const refused = await post(`${runs}?dryRun=true`, { values: { owner: 'x' } });
    assert.equal(await typeOf(refused), 'invalid-request');
    assert.equal((await post(runs, 'text', 'two')).status, 422);
    assert.equal((await post('/templates/nobody/runs', { values }, 'three')).status, 404);
  });

  it('ends a run, and lists runs newest first', async () => {
    const begun = await post('/templates/patience/runs', { values: {} }, 'patience');
    const { id } = (await begun.json()) as { id: string };
    const stream = await get(`/operations/${id}/events`, undefined, { accept: 'text/event-stream' });
    let text = '';
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (/"step":"wait"/.test(text)) break;
    }
    const canceled = await post(`/operations/${id}/cancel`, {});
    assert.equal(canceled.status, 200, await canceled.clone().text());
    await (await get(`/operations/${id}/events`, undefined, { accept: 'text/event-stream' })).text();
    const list = async (query = ''): Promise<{ id: string; state: string }[]> =>
      ((await (await get(`/operations?${query}`)).json()) as { items: { id: string; state: string }[] })
        .items;
    const [newest, ...others] = await list();
    assert.deepEqual([newest?.id, newest?.state], [id, 'Canceled']);
    assert.ok(others.length > 0);
    assert.deepEqual(
      (await list('state=Canceled')).map((each) => each.id),
      [id],
    );
    assert.ok((await list('state=Succeeded')).every(({ state }) => state === 'Succeeded'));
    assert.deepEqual(await list('service=cart'), []);
    assert.equal((await list('pageSize=1')).length, 1);
    assert.equal((await post(`/operations/${id}/resume`, {})).status, 501);
    assert.equal((await get('/operations/00000000-0000-0000-0000-000000000000')).status, 404);
  });

  it('counts services by what they are', async () => {
    const facets = async (query: string): Promise<unknown> => {
      const answer = await get(`/facets?${query}`);
      assert.equal(answer.status, 200, await answer.clone().text());
      return ((await answer.json()) as { facets: unknown }).facets;
    };
    assert.deepEqual(await facets('by=owner,system,tag'), [
      {
        field: 'owner',
        values: [
          { value: 'group:default/basket', count: 1 },
          { value: 'group:default/nobody', count: 1 },
          { value: 'group:logistics/delivery', count: 1 },
          { value: 'user:default/grace', count: 1 },
        ],
      },
      {
        field: 'system',
        values: [{ value: 'shop', count: 2 }, { value: 'nowhere', count: 1 }, { count: 1 }],
      },
      { field: 'tag', values: [{ count: 3 }, { value: 'node', count: 1 }] },
    ]);
    assert.deepEqual(await facets('by=lifecycle&system=shop&type=service'), [
      { field: 'lifecycle', values: [{ value: 'production', count: 1 }] },
    ]);
    const standard = (await facets('')) as { field: string }[];
    assert.deepEqual(
      standard.map(({ field }) => field),
      ['owner', 'system', 'type', 'lifecycle'],
    );
    for (const query of ['by=tier', 'by=owner&environment=prod', 'q=cart']) {
      assert.equal((await get(`/facets?${query}`)).status, 422, query);
    }
  });

  it('has a catalogue file looked at by Backstage', async () => {
    const file = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: till }\n';
    const spec = 'spec: { type: service, lifecycle: production, owner: baskte }\n';
    const answer = await post('/manifests/validate', file + spec, undefined, 'application/yaml');
    const { diagnostics } = (await answer.json()) as { diagnostics: { pointer: string; detail: string }[] };
    assert.deepEqual(
      diagnostics.map(({ pointer, detail }) => `${pointer} ${detail}`),
      ['/spec/owner The catalogue has no “baskte”. Did you mean “basket”?'],
    );
    const broken = await post('/manifests/validate', 'a: [', undefined, 'application/yaml');
    assert.equal(await typeOf(broken), 'invalid-request');
    assert.equal((await post('/manifests/validate', 'x', undefined, 'text/plain')).status, 415);
  });

  it('serves names of other namespaces, owners and their members', async () => {
    const couriers = (await (await get('/services/logistics%2Fcouriers')).json()) as { owner: string };
    assert.equal(couriers.owner, 'group:logistics/delivery');
    assert.deepEqual(await (await get('/services/logistics.couriers')).json(), couriers);
    const members = await get('/owners/group:default.basket/members');
    assert.deepEqual(await members.json(), {
      items: [{ ref: 'user:default/grace', displayName: 'Grace', type: 'user' }],
    });
  });

  it('refuses what it does not know, and who it does not know', async () => {
    assert.equal((await get('/services', 'wrong')).status, 401);
    assert.equal((await get('/services/cart/deployments')).status, 501);
    assert.equal((await get('/services/cart/scorecards')).status, 501);
    assert.equal((await get('/nothing')).status, 404);
    const headers = { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
    const page = await fetch(`${url}/services`, { headers: { ...headers, origin: 'https://example.test' } });
    assert.equal(page.status, 403);
    assert.equal((await fetch(`${url}/services`, { method: 'POST', headers, body: '{}' })).status, 501);
  });

  it('does not start with a token that Backstage refuses', async () => {
    const args = ['gateway', '--backstage', backstage!.url, '--token-stdin'];
    const { code, err } = await runCli(args, { stdin: 'wrong' });
    assert.equal(code, 2);
    assert.match(err, /token/i);
  });

  it('says that the platform behind is down, and ends with its token file', async () => {
    await backstage!.stop();
    const answer = await get('/services');
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    assert.match(await answer.text(), /"type":"\/problems\/unavailable"/);
    gateway!.child.kill('SIGTERM');
    const { code } = await gateway!.ended();
    assert.equal(code, 0);
    assert.ok(!existsSync(tokenFile));
  });
});
