import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCli, CliProcess, runCli } from './cliProgram.js';

const good = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';
const bad = good.replace('image', 'imgae');

describe('golden-path check, the program', function () {
  this.timeout(30_000);
  let folder: string;

  before(buildCli);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

  it('prints each form, and its exit code tells what was found', async () => {
    await write('score.yaml', bad);
    const forms = {
      text: /^score\.yaml:3:\d+ error Unknown property/,
      json: /^\{"files":1,"diagnostics":\[\{"file":"score\.yaml"/,
      sarif: /"version": "2\.1\.0"/,
      junit: /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="golden-path check"/,
      github: /^::error file=score\.yaml,line=3,/,
    };
    for (const [form, pattern] of Object.entries(forms)) {
      const { code, out, err } = await runCli(['check', '--format', form], { cwd: folder });
      assert.equal(code, 1, err);
      assert.match(out, pattern);
    }
    await write('score.yaml', good);
    assert.equal((await runCli(['check'], { cwd: folder })).code, 0);
    assert.equal((await runCli(['check', '--format', 'xml'], { cwd: folder })).code, 2);
    await write('golden-path.yaml', 'rules: 1\n');
    assert.equal((await runCli(['check'], { cwd: folder })).code, 2);
  });

  it('gives rules the pages that the package brings', async () => {
    await write('score.yaml', bad);
    const { out } = await runCli(['check', '--format', 'sarif'], { cwd: folder });
    assert.match(out, /"markdown": "# Unknown property\\n/);
    assert.doesNotMatch(out, /"helpUri"/);
  });

  it('reads standard input, and mends it', async () => {
    const checked = await runCli(['check', '-', '--stdin-filename', 'a/score.yaml'], { stdin: bad });
    assert.equal(checked.code, 1);
    assert.match(checked.out, /^a\/score\.yaml:3/);
    const { code, out } = await runCli(['check', '--fix', '-'], { stdin: bad });
    assert.deepEqual([code, out], [0, good]);
  });

  describe('with --watch', () => {
    let watching: CliProcess;
    /** Waits for the report that ends like this, after what was said before. */
    const next = async (summary: string): Promise<void> => {
      await watching.until((out) => out.includes(summary));
      watching.out = '';
    };

    afterEach(async () => {
      watching.child.kill('SIGKILL');
      await watching.ended();
    });

    it('checks again when files change, go, come and are replaced, and ends when it is told to', async () => {
      await write('score.yaml', good);
      watching = new CliProcess(['check', '--watch'], { cwd: folder });
      await next('1 manifest checked: 0 errors');
      await write('score.yaml', bad);
      await next('1 manifest checked: 1 error');
      await rm(path.join(folder, 'score.yaml'));
      await next('0 manifests checked');
      await write('.score.yaml.tmp', good);
      await rename(path.join(folder, '.score.yaml.tmp'), path.join(folder, 'score.yaml'));
      await next('1 manifest checked: 0 errors');
      await mkdir(path.join(folder, 'services/orders'), { recursive: true });
      await write('services/orders/score.yaml', bad);
      await next('2 manifests checked: 1 error');
      await write('services/orders/score.yaml', good);
      await next('2 manifests checked: 0 errors');
      await rm(path.join(folder, 'services'), { recursive: true });
      await next('1 manifest checked: 0 errors');
      await mkdir(path.join(folder, '.platform/v1.2'), { recursive: true });
      await write('.platform/v1.2/score.yaml', bad);
      await next('2 manifests checked: 1 error');
      await rm(path.join(folder, '.platform'), { recursive: true });
      await next('1 manifest checked: 0 errors');
      await write('golden-path.yaml', 'exclude: [score.yaml]\n');
      await next('0 manifests checked');
      watching.child.kill('SIGINT');
      assert.equal((await watching.ended()).code, 0);
    });

    it('waits for a file that is not there, and says why it could not check', async () => {
      watching = new CliProcess(['check', '--watch', 'later.yaml'], { cwd: folder });
      await next('0 manifests checked');
      await write('later.yaml', bad);
      await next('1 manifest checked: 1 error');
      await write('golden-path.yaml', 'rules: [\n');
      await watching.until(() => watching.err.includes('not valid YAML'));
      await rm(path.join(folder, 'golden-path.yaml'));
      await next('1 manifest checked: 1 error');
    });

    it('ends when its reader leaves', async () => {
      await write('score.yaml', good);
      watching = new CliProcess(['check', '--watch'], { cwd: folder });
      await next('1 manifest checked: 0 errors');
      watching.child.stdout?.destroy();
      await write('score.yaml', bad);
      assert.equal((await watching.ended()).code, 0);
    });

    it('mends with --fix as files are saved', async () => {
      await write('score.yaml', good);
      watching = new CliProcess(['check', '--watch', '--fix'], { cwd: folder });
      await next('1 manifest checked: 0 errors');
      await write('score.yaml', bad);
      await watching.until(() => watching.err.includes('Fixed score.yaml: 1 place changed'));
      await next('1 manifest checked: 0 errors');
    });
  });
});
