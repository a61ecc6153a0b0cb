import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { roundTrip } from '../../../unit/language/convert/roundTrip.js';
import { areEnginesThere } from '../fixture.js';

type Plain = Readonly<Record<string, unknown>>;

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const { GOMODCACHE, GOPATH = path.join(os.homedir(), 'go') } = process.env;
const cache = GOMODCACHE ?? path.join(GOPATH, 'pkg', 'mod');
const workload = /^kind: "?(?:Deployment|StatefulSet|CronJob|Job)\b/m;

/** The folder of a module that the servers are built from, in the version that they pin. */
function moduleFolder(pins: string, name: string): string {
  const text = readFileSync(path.join(root, 'test/integration/engines/modules', pins, 'go.mod'), 'utf8');
  const version = new RegExp(`${name} (v\\S+)`).exec(text)?.[1] ?? '';
  return path.join(cache, `${name}@${version}`);
}

/** The objects of a file that has a workload; none of one that is a template of something else. */
function objectsOf(file: string): readonly Plain[] {
  const text = readFileSync(file, 'utf8');
  if (!workload.test(text)) return [];
  // A definition of a kind is thousands of lines, and no workload needs it.
  const parts = text.split(/^---.*$/m).filter((part) => !/^kind: CustomResourceDefinition$/m.test(part));
  const documents = parseAllDocuments(parts.join('\n---\n'), { logLevel: 'silent' });
  if (documents.some(({ errors }) => errors.length > 0)) return [];
  return documents
    .map((document) => document.toJS() as Plain | null)
    .filter((one): one is Plain => typeof one?.['kind'] === 'string' && Boolean(one['metadata']));
}

/** What Kubernetes' and Argo CD's own makers run, as it lies in the modules that the servers are built from. */
describe('workloads of Kubernetes and Argo CD, to Services and back', function () {
  this.timeout(180_000);
  before(function () {
    if (!areEnginesThere()) this.skip();
  });

  for (const [pins, name, least] of [
    ['argocd', 'github.com/argoproj/argo-cd/v3', 50],
    ['kubernetes', 'k8s.io/kubernetes', 50],
  ] as const) {
    it(`lose nothing of ${name} without a word`, function () {
      const folder = moduleFolder(pins, name);
      if (!existsSync(folder)) {
        process.stdout.write(
          `      ${name} is not in Go's cache of modules: npm run test:engines brings it\n`,
        );
        this.skip();
      }
      let services = 0;
      const lost: string[] = [];
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.ya?ml$/.test(file)) continue;
        const there = roundTrip(objectsOf(path.join(folder, file)));
        services += there.services;
        lost.push(...there.lost.map((one) => `${file}: ${one}`));
      }
      assert.deepEqual(lost, []);
      assert.ok(services >= least, `${services} Services`);
      process.stdout.write(`      ${services} Services\n`);
    });
  }
});
