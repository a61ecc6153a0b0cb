import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildCli, CliProcess, runCli, type Ended } from '../../cli/cliProgram.js';
import { areEnginesThere, control, engines } from '../fixture.js';
import { git } from '../git/git.js';
import { companyEntry } from './wholeCompany.js';

describe('golden-path in a terminal over real Backstage, Argo CD, Kubernetes and Prometheus', function () {
  this.timeout(180_000);
  let folder: string;
  let config: string;
  let env: Record<string, string>;
  let gateway: CliProcess | undefined;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    const { backstage, argocd, kubernetes } = engines();
    folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-terminal-'));
    config = path.join(folder, 'shop.yaml');
    const gitconfig = path.join(folder, 'gitconfig');
    writeFileSync(gitconfig, '[user]\n\tname = Jo Example\n\temail = jo@example.test\n');
    const { catalog, delivery, ...rest } = companyEntry() as { catalog: object; delivery: readonly object[] };
    const [argo, ...clusters] = delivery;
    writeFileSync(
      config,
      JSON.stringify({
        ...rest,
        catalog: { ...catalog, tokenEnv: 'SHOP_BACKSTAGE' },
        delivery: [{ ...argo, tokenEnv: 'SHOP_ARGOCD' }, ...clusters],
      }),
    );
    env = {
      KUBECONFIG: kubernetes.kubeconfig,
      SHOP_BACKSTAGE: backstage.token,
      SHOP_ARGOCD: argocd.tokens.developer,
      XDG_CONFIG_HOME: folder,
      XDG_CACHE_HOME: folder,
      GIT_CONFIG_GLOBAL: gitconfig,
      GIT_CONFIG_NOSYSTEM: '1',
    };
    await buildCli();
  });
  after(async () => {
    if (!areEnginesThere()) return;
    gateway?.child.kill('SIGTERM');
    await gateway?.ended();
    rmSync(folder, { recursive: true, force: true });
  });

  const cli = (command: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runCli([...command.split(' '), '--url', config], { env: { ...env, ...more }, cwd: folder });
  /** What it says, in one text for messages and patterns. */
  const said = ({ code, out, err }: Ended): string => `${code}\n${out}\n${err}`;

  it('shows what runs where, from the file', async () => {
    const ended = await cli('status --format json');
    assert.equal(ended.code, 0, said(ended));
    const { services } = JSON.parse(ended.out) as {
      services: { name: string; environments: { name: string; health: string; version?: string }[] }[];
    };
    const places = (name: string): readonly unknown[] | undefined =>
      services
        .find((service) => service.name === name)
        ?.environments.map(({ name: environment, health, version }) => [environment, health, version]);
    assert.deepEqual(places('basket')?.at(-1), ['prod', 'Healthy', '1.1.0']);
    assert.deepEqual(places('assortment')?.at(-1), ['prod', 'Healthy', '5.0.0']);
    assert.deepEqual(places('drawing-board'), []);
  });

  it('reads the log of a service by the name of the catalogue', async () => {
    const ended = await cli('logs --service basket --environment prod --tail 3');
    assert.equal(ended.code, 0, said(ended));
    assert.ok(ended.out.trim().split('\n').length >= 3, said(ended));
  });

  it('names the cause of what is red', async () => {
    const pulled = await cli('why payments --env staging --health');
    assert.match(said(pulled), /pull|BackOff/i);
    const crashed = await cli('why ledger --env dev --health');
    assert.match(said(crashed), /crash|BackOff|exit/i);
  });

  it('promotes by a branch, and says where its pull request is', async () => {
    const ended = await cli(
      'promote --service assortment --from dev --environment staging --yes --no-wait --format json',
    );
    assert.equal(ended.code, 0, said(ended));
    const { operation } = JSON.parse(ended.out) as {
      operation: { id: string; state: string; blockedBy?: { name: string } };
    };
    assert.equal(operation.state, 'Blocked');
    const branch = operation.blockedBy?.name ?? '';
    assert.match(branch, /^golden-path\/catalog-|^golden-path\/assortment-/);
    const refs = await git(folder, ['ls-remote', engines().git.repository, `refs/heads/${branch}`]);
    assert.ok(refs.endsWith(branch), refs);
    const cancelled = await cli(`cancel ${operation.id} --yes`);
    assert.equal(cancelled.code, 0, said(cancelled));
    assert.equal(await git(folder, ['ls-remote', engines().git.repository, `refs/heads/${branch}`]), '');
  });

  it('deploys what Git has where that is followed, without a manifest', async () => {
    const ended = await cli('deploy --service reports --environment dev --yes');
    assert.equal(ended.code, 0, said(ended));
    assert.match(ended.out, /^reports is deployed to dev as Git has it\.$/m);
    const nowhere = await cli('deploy --service drawing-board --environment dev --yes');
    assert.equal(nowhere.code, 2, said(nowhere));
    assert.match(nowhere.err, /No manifest of a service named drawing-board/);
    const image = await cli('deploy --service reports --environment dev --yes --image reports:2');
    assert.match(image.err, /No manifest of a service named reports/, said(image));
  });

  it('is told of a closed sync window, and of a right that is missing', async () => {
    const frozen = await cli('deploy --service checkout --environment prod --confirm prod --reason test');
    assert.notEqual(frozen.code, 0);
    assert.match(said(frozen), /sync window|frozen|freeze/i);
    const denied = await cli('restart --service checkout --environment staging --yes', {
      SHOP_ARGOCD: engines().argocd.tokens.project,
    });
    assert.notEqual(denied.code, 0, said(denied));
    assert.match(said(denied), /action\/apps\/Deployment\/restart|may not|not allowed/i);
  });

  it('goes on without a part whose token has ended, and says so', async () => {
    const ended = await cli('status', { SHOP_ARGOCD: engines().argocd.tokens.expired });
    assert.equal(ended.code, 0, said(ended));
    assert.match(ended.out, /basket/);
    assert.match(ended.err, /^Argo CD: /m);
    assert.ok(!said(ended).includes(engines().argocd.tokens.expired));
  });

  describe('as a gateway', () => {
    let url = '';
    let tokenFile = '';

    before(async () => {
      gateway = new CliProcess(['gateway', '--config', config, '--format', 'json'], { env });
      await gateway.until((out) => out.endsWith('\n'), 30_000);
      ({ url, tokenFile } = JSON.parse(gateway.out) as { url: string; tokenFile: string });
    });

    const ask = async (place: string): Promise<{ status: number; body: Record<string, unknown> }> => {
      const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;
      const answer = await fetch(`${url}${place}`, { headers: { authorization } });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const states = async (): Promise<Record<string, string>> => {
      const parts = (await ask('/')).body['parts'] as { name: string; state: string }[];
      return Object.fromEntries(parts.map(({ name, state }) => [name, state]));
    };

    it('passes the conformance kit at the level Read', async () => {
      const args = ['conformance', url, '--token-file', tokenFile, '--level', 'read', '--verbose'];
      const ended = await runCli(args);
      assert.equal(ended.code, 0, said(ended));
      for (const id of ['services/summary', 'paging/walk', 'etag/not-modified', 'auth/required']) {
        assert.ok(ended.out.includes(`✓ ${id}\n`), `${id} holds:\n${ended.out}`);
      }
    });

    it('answers the same command line that any platform does', async () => {
      const args = ['status', '--url', url, '--token-file', tokenFile, '--service', 'assortment'];
      const ended = await runCli(args);
      assert.match(ended.out, /prod\s.*5\.0\.0/, said(ended));
    });

    it('goes on while a part is gone, and takes it up again', async () => {
      await control('argocd-server', 'crash');
      try {
        for (const end = Date.now() + 60_000; (await states())['argocd'] !== 'Unreachable';) {
          assert.ok(Date.now() < end);
          assert.equal((await ask('/services?view=Summary')).status, 200);
        }
        assert.equal((await ask('/services/assortment')).status, 200);
      } finally {
        await control('argocd-server', 'start');
      }
      for (const end = Date.now() + 60_000; (await states())['argocd'] !== 'Ok';) {
        assert.ok(Date.now() < end);
        await ask('/services?view=Summary');
      }
    });
  });
});
