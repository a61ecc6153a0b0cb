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
  const get = (path: string, token = readFileSync(tokenFile, 'utf8').trim()): Promise<Response> =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });

  before(async function () {
    if (!isBackstageThere()) this.skip();
    await buildCli();
    backstage = await startBackstage();
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

  it('serves names of other namespaces, owners and their members', async () => {
    const couriers = (await (await get('/services/logistics%2Fcouriers')).json()) as { owner: string };
    assert.equal(couriers.owner, 'group:logistics/delivery');
    const members = await get('/owners/group:default.basket/members');
    assert.deepEqual(await members.json(), {
      items: [{ ref: 'user:default/grace', displayName: 'Grace', type: 'user' }],
    });
  });

  it('refuses what it does not know, and who it does not know', async () => {
    assert.equal((await get('/services', 'wrong')).status, 401);
    assert.equal((await get('/services/cart/deployments')).status, 501);
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
