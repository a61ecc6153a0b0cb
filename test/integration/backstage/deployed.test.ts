import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackstagePlatform } from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { buildCli, runCli } from '../cli/cliProgram.js';
import { Bed, buildCli as buildPlatform } from '../local/bed.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('a service made from a template of a real Backstage', function () {
  this.timeout(120_000);
  const bed = new Bed();
  let backstage: RunningBackstage | undefined;

  before(async function () {
    if (!isBackstageThere()) this.skip();
    await Promise.all([buildCli(), buildPlatform()]);
    backstage = await startBackstage();
  });
  after(async () => {
    await bed.dispose();
    await backstage?.stop();
  });

  it('is deployed on the local platform, and answers', async () => {
    const platform = createBackstagePlatform({
      url: backstage!.url,
      token: () => Promise.resolve(backstage!.token),
      transport: undiciTransport(),
    });
    const values = { name: 'hallo', owner: 'group:default/basket', greeting: 'Good day' };
    const { id } = await platform.templates.run('greeter', { values }, { idempotencyKey: 'hallo' });
    for await (const event of platform.operationEvents(id)) {
      if (event.type === 'done') break;
    }
    const { state, message, result } = await platform.getOperation(id, { fresh: true });
    platform.dispose();
    assert.equal(state, 'Succeeded', message);
    const [link] = result?.['links'] as { url: string }[];
    const source = fileURLToPath(link!.url);
    assert.match(readFileSync(path.join(source, 'catalog-info.yaml'), 'utf8'), /name: hallo/);

    const { url, tokenFile } = await bed.start();
    const found = await runCli(['check', '--format', 'json'], { cwd: source });
    assert.equal(found.code, 0, found.out);
    const target = ['--environment', 'development', '--yes', '--url', url, '--token-file', tokenFile];
    const deployed = await runCli(['deploy', ...target], {
      cwd: source,
      env: { GOLDEN_PATH_DATA: path.join(bed.folder, 'of-the-cli') },
    });
    assert.equal(deployed.code, 0, deployed.out + deployed.err);
    const { environments } = await bed.get<{ environments: { environment: string; urls?: string[] }[] }>(
      '/services/hallo',
    );
    const [address] = environments.find(({ environment }) => environment === 'development')?.urls ?? [];
    const answer = await fetch(address!);
    assert.deepEqual([answer.status, await answer.text()], [200, 'Good day from hallo']);
  });
});
