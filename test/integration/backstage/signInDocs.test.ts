import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inquire } from '../../../src/platform/anyPlatform.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

/** What docs/backstage.md tells platform teams to write, word for word. */
function linesIn(heading: string): string {
  const page = readFileSync(path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'docs/backstage.md'), 'utf8');
  const block = /```yaml\n([\s\S]*?)```/.exec(page.slice(page.indexOf(heading)))?.[1];
  assert.ok(block, `docs/backstage.md has no lines under "${heading}"`);
  return block;
}

describe('the lines of app-config.yaml in the documentation', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-docs-'));
  let backstage: RunningBackstage | undefined;
  const made: BackstagePlatform[] = [];

  const start = async (blocks: Readonly<Record<string, string>>): Promise<void> => {
    const files = Object.entries(blocks).map(([name, text]) => {
      const file = path.join(folder, `${name}.yaml`);
      writeFileSync(file, text);
      return file;
    });
    // The tests themselves look with this token whether the backend is ready.
    const env = { GOLDEN_PATH_TOKEN: 'backstage-test-token-0123456789' };
    backstage = await startBackstage({ configuration: { files, env } });
  };
  const connect = (token?: string): BackstagePlatform => {
    const platform = createBackstagePlatform({
      url: backstage!.url,
      token: () => Promise.resolve(token),
      transport: undiciTransport(),
    });
    made.push(platform);
    return platform;
  };

  before(function () {
    if (!isBackstageThere()) this.skip();
  });
  afterEach(async () => {
    for (const each of made.splice(0)) each.dispose();
    await backstage?.stop();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('for a static token let it in, and nobody else', async () => {
    await start({ token: linesIn('**A static token**') });
    const { isOpen, auth } = await inquire(backstage!.url, { transport: undiciTransport });
    assert.deepEqual([isOpen, auth?.type], [false, 'token']);
    const platform = connect(backstage!.token);
    assert.ok((await platform.listServices()).items.length > 0);
    assert.ok((await platform.scaffolder.actions()).length > 0);
    await assert.rejects(connect().listServices(), { code: 'unauthenticated' });
  });

  it('for a token of the catalogue alone keep it out of the scaffolder', async () => {
    const lines = linesIn('**A static token**');
    const restriction = /`(accessRestrictions: .*?)`/.exec(
      readFileSync(path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'docs/backstage.md'), 'utf8'),
    )?.[1];
    await start({ token: `${lines.trimEnd()}\n        ${restriction}\n` });
    const platform = connect(backstage!.token);
    assert.ok((await platform.listServices()).items.length > 0);
    await assert.rejects(platform.scaffolder.actions(), { code: 'forbidden' });
  });

  it('for the browser and for the guest offer both', async () => {
    await start({
      token: linesIn('**A static token**'),
      browser: linesIn('**The browser**'),
      guest: linesIn('**The guest**'),
    });
    const { isOpen, auth } = await inquire(backstage!.url, { transport: undiciTransport });
    assert.deepEqual([isOpen, auth?.type, auth?.flows], [true, 'oidc', ['authorization_code', 'token']]);
    assert.ok((await connect().listServices()).items.length > 0);
  });
});
