import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildCli, CliProcess, runCli } from '../cli/cliProgram.js';
import { Company, tokens } from './company.js';

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly items?: readonly Record<string, unknown>[] };
}

describe('golden-path gateway over Backstage, Argo CD and Prometheus', function () {
  this.timeout(60_000);
  const company = new Company();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-composed-'));
  const config = path.join(folder, 'acme.yaml');
  const argoToken = path.join(folder, 'argo');
  let gateway: CliProcess | undefined;
  let url = '';
  let tokenFile = '';

  const ask = async (place: string, init: RequestInit = {}): Promise<Answered> => {
    const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;
    const headers = { 'content-type': 'application/json', ...(init.headers as object), authorization };
    const answer = await fetch(`${url}${place}`, { ...init, headers });
    return { status: answer.status, body: (await answer.json()) as Answered['body'] };
  };

  before(async () => {
    await Promise.all([company.start(), buildCli()]);
    writeFileSync(argoToken, `${tokens.argocd}\n`);
    writeFileSync(
      config,
      JSON.stringify({
        catalog: { type: 'backstage', url: company.backstage.url, tokenEnv: 'TEST_BACKSTAGE' },
        delivery: [{ type: 'argocd', url: company.argocd.url }],
        metrics: { type: 'prometheus', url: company.prometheus.url },
        environments: { order: ['development', 'staging', 'production'] },
      }),
    );
    const args = ['gateway', '--config', config, '--token', `argocd=${argoToken}`, '--format', 'json'];
    gateway = new CliProcess(args, { env: { TEST_BACKSTAGE: tokens.backstage } });
    await gateway.until((out) => out.endsWith('\n'), 20_000);
    ({ url, tokenFile } = JSON.parse(gateway.out) as { url: string; tokenFile: string });
  });

  after(async () => {
    gateway?.child.kill('SIGTERM');
    await company.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what it is made of, and offers what the parts offer', async () => {
    const { body } = await ask('/');
    const parts = body['parts'] as { name: string; state: string }[];
    assert.deepEqual(
      parts.map(({ name }) => name),
      ['catalog', 'argocd', 'metrics'],
    );
    assert.equal(parts[1]?.state, 'Ok');
    const names = Object.keys(body['capabilities'] as object);
    for (const name of [
      'deployments',
      'logs',
      'events',
      'watch',
      'slos',
      'operations',
      'owners',
      'services.detail',
    ]) {
      assert.ok(names.includes(name), `${name} among ${names.join()}`);
    }
  });

  it('passes the conformance kit at the level Read', async () => {
    const { code, out, err } = await runCli([
      'conformance',
      url,
      '--token-file',
      tokenFile,
      '--level',
      'read',
      '--verbose',
    ]);
    assert.equal(code, 0, `${out}\n${err}`);
    for (const id of ['services/summary', 'paging/walk', 'etag/not-modified', 'auth/required']) {
      assert.ok(out.includes(`✓ ${id}\n`), `${id} holds:\n${out}`);
    }
  });

  it('shows the version of each service in each environment', async () => {
    const args = ['status', '--url', url, '--token-file', tokenFile, '--format', 'json'];
    const { code, out } = await runCli(args);
    assert.equal(code, 0, out);
    const { services } = JSON.parse(out) as {
      services: { name: string; environments: { name: string; health: string; version?: string }[] }[];
    };
    assert.deepEqual(
      services
        .find(({ name }) => name === 'cart')
        ?.environments.map(({ name, health, version }) => [name, health, version]),
      [
        ['development', 'Healthy', '1.2.0'],
        ['staging', 'Degraded', '1.2.0'],
        ['production', 'Healthy', '1.1.0'],
      ],
    );
    assert.deepEqual(services.find(({ name }) => name === 'orphan')?.environments, []);
  });

  it('answers the same to the command line straight from the file', async () => {
    const { code, out, err } = await runCli(['status', '--url', config], {
      env: { TEST_BACKSTAGE: tokens.backstage, XDG_CONFIG_HOME: folder },
    });
    assert.equal(code, 0, err);
    assert.match(out, /cart/);
    assert.match(err, /^Argo CD: /m, 'the part without a token says so, and the rest is there');
    assert.ok(!`${out}${err}`.includes(tokens.backstage));
  });

  it('takes a variable that is set to nothing for no token at all', async () => {
    const env = { TEST_BACKSTAGE: '', XDG_DATA_HOME: folder };
    const { code, err } = await runCli(['status', '--url', config], { env });
    assert.equal(code, 2, err);
    assert.ok(err.includes(`Sign in with: golden-path login ${company.backstage.url}`), err);
    assert.match(err, /^Argo CD: .*Sign in with: golden-path login http/m, 'each part has its own address');
    assert.doesNotMatch(err, /characters that no token has/);
  });

  it('lists deployments, plans and begins them, and finds their operation by the part', async () => {
    const listed = await ask('/services/cart/deployments?environment=production');
    assert.equal(listed.status, 200, JSON.stringify(listed.body));
    const [newest] = listed.body.items ?? [];
    assert.equal(newest?.['environment'], 'production');
    const request = { environment: 'development', kind: 'Deploy' };
    const post = (query: string, key?: string): Promise<Answered> =>
      ask(`/services/cart/deployments${query}`, {
        method: 'POST',
        body: JSON.stringify(request),
        ...(key !== undefined && { headers: { 'idempotency-key': key } }),
      });
    const plan = await post('?dryRun=true');
    assert.equal(plan.status, 200, JSON.stringify(plan.body));
    assert.equal(typeof plan.body['fingerprint'], 'string');
    assert.equal((await post('')).status, 400, 'without a key nothing is begun');
    const begun = await ask('/services/cart/deployments', {
      method: 'POST',
      body: JSON.stringify({ ...request, planFingerprint: plan.body['fingerprint'] }),
      headers: { 'idempotency-key': 'one' },
    });
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    const id = String(begun.body['id']);
    assert.match(id, /^argocd:/);
    const found = await ask(`/operations/${encodeURIComponent(id)}`);
    assert.deepEqual([found.status, found.body['id']], [200, id]);
  });

  it('streams what changes', async () => {
    const leave = new AbortController();
    const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;
    const answer = await fetch(`${url}/watch`, { headers: { authorization }, signal: leave.signal });
    assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    await ask('/services?view=Summary');
    const application = structuredClone(company.argo.get('cart-production')) as {
      status: { health: object };
    };
    application.status.health = { status: 'Degraded' };
    const opened = Date.now();
    let text = '';
    const touch = setInterval(() => company.argo.put(application as never), 200);
    try {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        if (/"subject":"cart"/.test(text)) break;
        assert.ok(Date.now() - opened < 20_000, text);
      }
    } finally {
      clearInterval(touch);
      leave.abort();
    }
    assert.match(text, /"subject":"cart"/);
  });

  it('keeps the tree when Argo CD is gone, and says so', async () => {
    company.argocd.shut = true;
    try {
      let parts: { name: string; state: string }[] = [];
      for (const end = Date.now() + 20_000; Date.now() < end;) {
        const { status, body } = await ask('/services?view=Summary');
        assert.deepEqual([status, body.items?.length], [200, 3]);
        ({ parts = [] } = (await ask('/')).body as { parts?: typeof parts });
        if (parts[1]?.state === 'Unreachable') break;
      }
      assert.deepEqual(parts.map(({ name, state }) => [name, state]).slice(0, 2), [
        ['catalog', 'Ok'],
        ['argocd', 'Unreachable'],
      ]);
      const { body } = await ask('/services/cart');
      const environments = body['environments'] as {
        health: string;
        message?: string;
        conditions?: object[];
      }[];
      assert.equal(environments.length, 3, 'what was known is told, as such');
      assert.ok(
        environments.every(({ health, conditions = [] }) => health === 'Unknown' && conditions.length > 0),
      );
    } finally {
      company.argocd.shut = false;
    }
  });

  it('refuses a file that is wrong with the place', async () => {
    const wrong = path.join(folder, 'wrong.json');
    writeFileSync(wrong, '{ "delivery": [{ "type": "argo" }] }');
    const { code, err } = await runCli(['gateway', '--config', wrong]);
    assert.equal(code, 2);
    assert.match(err, /delivery\[0\]\.type: expected one of "argocd"/);
    const { err: token } = await runCli(['gateway', '--config', config, '--token', 'nobody=x']);
    assert.match(token, /--token takes NAME=FILE, the name one of catalog, argocd, metrics/);
  });
});
