import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { convert } from '../../../../src/language/convert/convert.js';
import { compareLive } from '../../../../src/language/convert/live/compareLive.js';
import { differenceLines } from '../../../../src/language/convert/live/differenceLines.js';
import { renderFiles } from '../../../../src/language/convert/render/renderFiles.js';
import { renderService } from '../../../../src/language/convert/render/renderService.js';
import { typicalWorkloads } from '../../../unit/language/convert/typicalWorkloads.js';

type Plain = Readonly<Record<string, unknown>>;

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
/** The program that `npm run test:engines` builds. */
const kustomize = process.env['GOLDEN_PATH_KUSTOMIZE'];
const options = { environment: 'production', namespace: 'shop', image: 'registry.test/app:2' };

describe('a rendered base and overlay, built by Kustomize', function () {
  this.timeout(60_000);
  let folder: string;
  before(async function () {
    if (kustomize === undefined) this.skip();
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-kustomize-'));
  });
  after(async () => {
    if (kustomize !== undefined) await rm(folder, { recursive: true });
  });

  it('is what is rendered for the environment at once, with what the Service overrides there', async () => {
    const text = await readFile(path.join(root, 'test/fixtures/render/checkout.platform.yaml'), 'utf8');
    // The kustomization sets the image that is built, and so its version is in no label.
    const version = /^Deployment checkout \S+app\.kubernetes\.io\/version: live nothing, rendered "2"$/;
    const found = await differences('checkout', parse(text) as Plain);
    assert.deepEqual(
      found.filter((line) => !version.test(line)),
      [],
    );
    assert.equal(found.length, 2);
  });

  for (const [name, objects] of typicalWorkloads()) {
    it(`is what is rendered of ${name}`, async () => {
      const sources = objects.map((object, index) => ({
        uri: `file:///w/${index}.yaml`,
        text: stringify(object, { aliasDuplicateObjects: false }),
      }));
      const [service] = convert(sources, 'service').files;
      assert.deepEqual(await differences(name, parse(service?.text ?? '') as Plain), []);
    });
  }

  async function differences(name: string, service: Plain): Promise<string[]> {
    const { objects } = renderService(service, options);
    assert.ok(objects.length > 0);
    for (const file of renderFiles(service, options, 'kustomize').files) {
      const target = path.join(folder, name, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.text);
    }
    const overlay = path.join(folder, name, 'overlays', 'production');
    const { stdout } = await promisify(execFile)(kustomize ?? '', ['build', overlay], { maxBuffer: 1e7 });
    const built = parseAllDocuments(stdout).map((document) => document.toJS() as Plain);
    return compareLive(objects, built).flatMap(differenceLines);
  }
});
