import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { leavesLost, roundTrip } from './roundTrip.js';
import { mixedWorkload, typicalWorkloads } from './typicalWorkloads.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
type Plain = Readonly<Record<string, unknown>>;

describe('Kubernetes to Service and back', () => {
  it('loses nothing of the orders without a word', () => {
    const text = readFileSync(path.join(root, 'test/fixtures/convert/orders.yaml'), 'utf8');
    const objects = parseAllDocuments(text).map((document) => document.toJS() as Plain);
    assert.deepEqual(roundTrip(objects).lost, []);
  });

  const workloads = typicalWorkloads();
  it('is tried with at least fifty workloads', () => {
    assert.ok(workloads.size >= 50, String(workloads.size));
  });
  for (const [name, objects] of workloads) {
    it(`loses nothing of ${name} without a word`, () => {
      assert.deepEqual(roundTrip(objects), { services: 1, lost: [] });
    });
  }

  it('loses nothing without a word of workloads that mix what others have', () => {
    const names = fc.constantFrom(...workloads.keys());
    fc.assert(
      fc.property(names, fc.array(names, { maxLength: 3 }), fc.string(), (name, others, value) => {
        assert.deepEqual(roundTrip(mixedWorkload(name, others, value)).lost, []);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what only looks like a variable of Kubernetes', () => {
    for (const value of ['$(', '$()', 'a\\$(', '$(9)', '$(A)', '$$(A)', '$$']) {
      assert.deepEqual(roundTrip(mixedWorkload('nginx', [], value)).lost, [], value);
    }
  });

  it('tells what real ones say besides: dots in a name, a name of pods, a bare volume, a port of the second', () => {
    const labels = { app: 'dns' };
    const ports = [{ name: 'dns-tcp', containerPort: 53, protocol: 'TCP' }];
    const real = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'dns-v1.8.0' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { name: 'dns', labels },
          spec: {
            containers: [
              { name: 'dns', image: 'dns:1', ports: [{ containerPort: 10053 }] },
              { name: 'cache', image: 'cache:1', ports },
            ],
            volumes: [{ name: 'spare' }],
          },
        },
      },
    };
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'dns' },
      spec: { selector: labels, ports: [{ name: 'dns-tcp', port: 53 }] },
    };
    assert.deepEqual(roundTrip([real, service]), { services: 1, lost: [] });
  });

  it('sees what is lost without a word', () => {
    const [deployment] = workloads.get('nginx') ?? [];
    const bare = {
      ...deployment,
      spec: {},
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'a' },
    };
    const lost = leavesLost(bare, { ...deployment });
    assert.ok(lost.includes('/spec/replicas') && lost.includes('/spec/template/spec/containers/0/image'));
  });

  const folder = process.env['GOLDEN_PATH_KUBERNETES'];
  it('loses nothing of the manifests in GOLDEN_PATH_KUBERNETES without a word', function () {
    if (folder === undefined) {
      process.stdout.write(
        '      no Kubernetes manifests here: name a folder of them in GOLDEN_PATH_KUBERNETES\n',
      );
      this.skip();
    }
    this.timeout(120_000);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/\.ya?ml$/.test(file)) {
        assert.deepEqual(roundTrip(realObjects(path.join(folder, file))).lost, [], file);
      }
    }
  });
});

/** The objects of a file; none of one that is a template. */
function realObjects(file: string): Plain[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  if (documents.some(({ errors }) => errors.length > 0)) return [];
  return documents
    .map((document) => document.toJS() as Plain | null)
    .filter((one): one is Plain => typeof one?.['kind'] === 'string' && typeof one['metadata'] === 'object');
}
