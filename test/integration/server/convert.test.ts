import assert from 'node:assert/strict';
import type { ConversionResult } from '../../../src/language/protocol.js';
import { ServedFolder } from './servedFolder.js';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - { name: main, image: orders, ports: [{ name: http, containerPort: 8080 }] }
`;
const network = `apiVersion: v1
kind: Service
metadata: { name: orders }
spec:
  type: NodePort
  selector: { app: orders }
  ports: [{ port: 80, targetPort: http }]
`;
const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';

describe('conversions over the wire', function () {
  this.timeout(30_000);
  let served: ServedFolder;
  beforeEach(async () => {
    served = await ServedFolder.open();
  });
  afterEach(() => served.close());

  const write = (name: string, text: string): Promise<string> => served.write(name, text);
  const convert = (uri: string, to: string, text?: string): Promise<ConversionResult> =>
    served.client.request('goldenPath/convert', { uri, to, ...(text !== undefined && { text }) });

  it('make an edit for files that are not there, with what lies beside', async () => {
    const uri = await write('deployment.yaml', deployment);
    const service = await write('service.yaml', network);
    await write('other.yaml', deployment.replaceAll('orders', 'basket'));
    await write('platform.yaml', 'mine: true\n');
    const { files, edit, report } = await convert(uri, 'service');
    const made = served.uriOf('orders.platform.yaml');
    assert.deepEqual(files, [{ uri: made, isNew: true }]);
    assert.ok(edit);
    assert.deepEqual(edit.documentChanges?.[0], { kind: 'create', uri: made });
    assert.match(JSON.stringify(edit.documentChanges[1]), /targetPort: 8080/);
    assert.deepEqual(
      report.map(({ source, line, path: at }) => [source, line, at]),
      [
        [uri, 0, ''],
        [uri, 5, '/spec/template/metadata/labels/app'],
        [uri, 8, '/spec/template/spec/containers/0/ports/0'],
        [service, 4, '/spec/type'],
        [service, 6, '/spec/ports/0'],
      ],
    );
  });

  it('take the text that is not saved yet', async () => {
    const uri = await write('score.yaml', '');
    const { edit } = await convert(uri, 'service', score);
    assert.match(JSON.stringify(edit), /kind: Service/);
  });

  it('leave in a Service what Score has no word for', async () => {
    const uri = await write(
      'platform.yaml',
      'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n  owner: shop\n  workload:\n    containers: { main: { image: . } }\n',
    );
    const { files, edit } = await convert(uri, 'score');
    assert.deepEqual(
      files.map(({ isNew }) => isNew),
      [true, false],
    );
    const text = JSON.stringify(edit);
    assert.match(text, /apiVersion: score\.dev\/v1b1/);
    assert.match(text, /scoreFile: score\.yaml/);
  });

  it('have no edit where nothing can be converted', async () => {
    const uri = await write('a.yaml', 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: a }\n');
    const { files, edit, report } = await convert(uri, 'service');
    assert.deepEqual([files, edit], [[], null]);
    assert.equal(report[0]?.severity, 'error');
  });
});
