import assert from 'node:assert/strict';
import type {
  ClientFolderEntry,
  WorkspaceService,
  WorkspaceValidation,
} from '../../../src/language/protocol.js';
import { RawClient } from './rawClient.js';

const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: service
  workload:
    scoreFile: score.yaml
`;
const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';
const root = 'vscode-vfs://github/acme/shop';

describe('the files of a client', function () {
  this.timeout(30_000);
  let client: RawClient;
  let files: Map<string, string>;

  beforeEach(() => {
    client = new RawClient();
    files = new Map([
      [`${root}/basket/a.platform.yaml`, service],
      [`${root}/basket/score.yaml`, score],
      [`${root}/node_modules/b.platform.yaml`, service],
    ]);
    client.answering['goldenPath/readFile'] = (params) => {
      const { uri } = params as { uri: string };
      if (uri.endsWith('locked.yaml')) throw new Error('No permission.');
      const text = files.get(uri);
      return text === undefined ? null : { text };
    };
    client.answering['goldenPath/readFolder'] = (params) => entriesOf((params as { uri: string }).uri);
  });
  afterEach(() => client.stop());

  function entriesOf(folder: string): ClientFolderEntry[] {
    const names = new Map<string, ClientFolderEntry>();
    for (const uri of files.keys()) {
      if (!uri.startsWith(`${folder}/`)) continue;
      const [name = '', ...below] = uri.slice(folder.length + 1).split('/');
      names.set(name, { name, uri: `${folder}/${name}`, kind: below.length > 0 ? 'folder' : 'file' });
    }
    return [...names.values()];
  }

  it('are walked, read and checked', async () => {
    await client.start({ clientFiles: true }, [root]);
    const services = await client.request<WorkspaceService[]>('goldenPath/workspaceServices', {});
    assert.deepEqual(
      services.map(({ name, uri }) => [name, uri]),
      [['basket', `${root}/basket/a.platform.yaml`]],
    );
    files.set(`${root}/basket/score.yaml`, score.replace('image', 'imgae'));
    const { findings } = await client.request<WorkspaceValidation>('goldenPath/validateWorkspace', {});
    assert.deepEqual(
      findings.map(({ uri }) => uri),
      [`${root}/basket/score.yaml`],
    );
  });

  it('that are missing are found missing, and those that cannot be read are not judged', async () => {
    await client.start({ clientFiles: true }, [root]);
    const uri = `${root}/basket/a.platform.yaml`;
    client.open(uri, service.replace('score.yaml', 'scores.yaml'));
    const codes = (await client.diagnostics(uri, 1)).diagnostics.map(({ code }) => code);
    assert.deepEqual(codes, ['service/score-file-missing']);
    const other = `${root}/basket/b.platform.yaml`;
    client.open(other, service.replace('score.yaml', 'locked.yaml'));
    assert.deepEqual((await client.diagnostics(other, 1)).diagnostics, []);
  });

  it('hold the settings of a team', async () => {
    await client.start({ clientFiles: true }, [root]);
    files.set(`${root}/golden-path.yaml`, 'rules:\n  service/score-file-missing: hint\n');
    const uri = `${root}/basket/a.platform.yaml`;
    client.open(uri, service.replace('score.yaml', 'scores.yaml'));
    const [finding] = (await client.diagnostics(uri, 1)).diagnostics;
    assert.equal((finding as { severity?: number } | undefined)?.severity, 4);
  });

  it('are not asked for unless the client offers them', async () => {
    await client.start({}, [root]);
    assert.deepEqual(await client.request('goldenPath/workspaceServices', {}), []);
  });
});
