import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';
import { FilePendingWrites } from '../../../src/platform/writes/filePendingWrites.js';
import { FaultProxy, pass, wholeAnswer, type Fault, type ProxiedRequest } from '../../support/faultProxy.js';
import { buildCli as buildProgram, CliProcess, runCli } from '../cli/cliProgram.js';
import { Bed, buildCli, manifest, serverJs, until } from '../local/bed.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? process.cwd();
const isSend = ({ method, path: asked }: ProxiedRequest): boolean =>
  method === 'POST' && asked.endsWith('/deployments');
const isEvents = ({ path: asked }: ProxiedRequest): boolean => /\/operations\/[^/]+\/events/.test(asked);
const nothing: Fault = () => undefined;
const unanswered: Fault = async (exchange) => {
  await wholeAnswer(exchange);
};

/** Where a program may die between a person's yes and the end of the deployment. */
const moments: readonly (readonly [when: string, fault: Fault, at: (request: ProxiedRequest) => boolean])[] =
  [
    ['before it reaches the platform', nothing, isSend],
    ['when the platform has it and the answer is on its way', unanswered, isSend],
    ['while it is followed', nothing, isEvents],
  ];

describe('a deployment of a program that is killed', function () {
  this.timeout(90_000);
  const bed = new Bed();
  const proxy = new FaultProxy();
  const resume = path.join(root, 'out', 'test', 'support', 'resume.mjs');
  let count = 0;
  let service = '';

  before(async () => {
    await Promise.all([
      buildCli(),
      buildProgram(),
      build({
        entryPoints: [path.join(root, 'test', 'support', 'resumeMain.ts')],
        outfile: resume,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
      }),
    ]);
    await bed.start();
    await proxy.start(bed.platform.url);
  });
  after(async () => {
    await proxy.stop();
    await bed.dispose();
  });
  beforeEach(() => {
    proxy.always(pass);
    service = `killed-${++count}`;
  });

  const deployments = (): Promise<readonly unknown[]> => bed.deployments(service, 'development');

  for (const [when, fault, at] of moments) {
    it(`${when} is made once by the same command again`, async () => {
      const folder = bed.source(service, {
        'platform.yaml': JSON.stringify(manifest(service)),
        'server.js': serverJs('one'),
      });
      const home = path.join(bed.folder, 'homes', service);
      const env = {
        HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_CACHE_HOME: home,
        XDG_DATA_HOME: home,
        XDG_STATE_HOME: home,
      };
      const to = [
        '--url',
        proxy.url,
        '--token-file',
        bed.platform.tokenFile,
        '--environment',
        'development',
        '--yes',
      ];
      proxy.always(fault, at);
      const dying = new CliProcess(['deploy', ...to], { cwd: folder, env });
      await until(() => proxy.seen.some(at), 'the moment to die', 30_000);
      // What the platform was sent it has, answered or not.
      if (fault === unanswered) await until(async () => (await deployments()).length === 1, 'the deployment');
      dying.child.kill('SIGKILL');
      await dying.ended();
      proxy.always(pass);
      proxy.drop();

      const again = await runCli(['deploy', ...to], { cwd: folder, env });
      assert.equal(again.code, 0, again.err);
      assert.equal((await deployments()).length, 1, 'one deployment');
      const keys = new Set(proxy.seen.filter(isSend).map(({ headers }) => headers['idempotency-key']));
      assert.ok(keys.size <= 1, 'and no other key');
    });
  }

  for (const wasSent of [false, true]) {
    it(`is made once though two windows take it up at the same time, ${wasSent ? 'the platform has it' : 'nothing was sent'}`, async () => {
      const source = bed.source(service, { 'server.js': serverJs('one') });
      const { id } = await bed.release(manifest(service), source);
      const request = { environment: 'development', kind: 'Deploy', release: id } as const;
      const key = randomUUID();
      const folder = path.join(bed.folder, 'pending', service);
      await new FilePendingWrites(folder).keep({ key, url: proxy.url, service, request, since: Date.now() });
      if (wasSent) assert.equal((await bed.send(service, request, key)).status, 202);

      const window = async (): Promise<readonly { id?: string; state?: string }[]> => {
        const child = spawn(process.execPath, [resume, proxy.url, folder], {
          stdio: ['pipe', 'pipe', 'inherit'],
        });
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stdin.end(bed.platform.token);
        await new Promise((resolve) => child.once('close', resolve));
        return JSON.parse(out) as readonly { id?: string; state?: string }[];
      };
      const results = (await Promise.all([window(), window(), window()])).flat();
      assert.ok(results.length > 0);
      assert.deepEqual([...new Set(results.map(({ state }) => state))], ['Succeeded']);
      assert.equal(new Set(results.map((each) => each.id)).size, 1, 'one operation');
      assert.equal((await deployments()).length, 1, 'one deployment');
      assert.deepEqual(await new FilePendingWrites(folder).all(), []);
    });
  }
});
