import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { RawClient } from './rawClient.js';

const text = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: servce
  workload: # what runs
    containers:
      main: { image: . }
`;

/** Of an editor that asks for edits late and makes files, as VS Code does. */
const able = {
  workspace: {
    workspaceFolders: true,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
  textDocument: {
    codeAction: { dataSupport: true, disabledSupport: true, resolveSupport: { properties: ['edit'] } },
  },
};

describe('code actions over the wire', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uri: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    uri = pathToFileURL(path.join(folder, 'platform.yaml')).href;
    client = new RawClient();
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  async function actions(words: string, only?: readonly string[], content = text): Promise<CodeAction[]> {
    const position = TextDocument.create(uri, 'yaml', 1, content).positionAt(content.indexOf(words));
    return client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], ...(only && { only }) },
    });
  }

  it('are told of at the start with their kinds', async () => {
    const { capabilities } = (await client.start({}, [], able)) as {
      capabilities: { codeActionProvider: { codeActionKinds: string[]; resolveProvider: boolean } };
    };
    const { codeActionKinds, resolveProvider } = capabilities.codeActionProvider;
    assert.ok(codeActionKinds.includes('source.fixAll.goldenPath'));
    assert.ok(codeActionKinds.includes('source.sortKeys.goldenPath'));
    assert.equal(resolveProvider, true);
  });

  it('mend what is wrong, the likeliest first, and say of what', async () => {
    await client.start({}, [pathToFileURL(folder).href], able);
    client.open(uri, text);
    const found = await actions('servce');
    assert.deepEqual(
      found.map(({ title }) => title),
      [
        'Change to “service”',
        'Change to “website”',
        'Change to “worker”',
        'Change to “job”',
        'Change to “cronjob”',
        'Disable schema/wrong-value for this line',
        'Turn schema/wrong-value off in golden-path.yaml',
      ],
    );
    assert.equal(found[0]?.isPreferred, true);
    assert.equal(found[0].diagnostics?.[0]?.code, 'schema/wrong-value');
  });

  it('give the edit of a refactoring when it is chosen, as long as the text is the same', async () => {
    const right = text.replace('servce', 'service');
    await client.start({}, [pathToFileURL(folder).href], able);
    client.open(uri, right);
    const [move, ...others] = await actions('workload', ['refactor.move'], right);
    assert.ok(move);
    assert.deepEqual(others, []);
    assert.equal(move.title, 'Move the workload to score.yaml');
    assert.equal(move.edit, undefined);
    const whole = await client.request<CodeAction>('codeAction/resolve', move);
    const [create, score, here] = whole.edit?.documentChanges ?? [];
    assert.equal(create && 'kind' in create && create.kind, 'create');
    assert.match(JSON.stringify(score), /score\.dev\/v1b1.*name: basket.*containers:/s);
    assert.match(JSON.stringify(here), /scoreFile: score\.yaml/);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${right}# more\n` }],
    });
    assert.equal((await client.request<CodeAction>('codeAction/resolve', move)).edit, undefined);
  });

  it('refuse with a reason when the file is there already', async () => {
    await writeFile(path.join(folder, 'score.yaml'), '');
    await client.start({}, [], able);
    client.open(uri, text);
    const [move] = await actions('workload', ['refactor.move']);
    assert.match(move?.disabled?.reason ?? '', /score\.yaml/);
  });

  it('are plain edits for a client that can do no more', async () => {
    await client.start();
    client.open(uri, text);
    const found = await actions('workload');
    assert.ok(found.every(({ edit }) => edit?.changes && !edit.documentChanges));
    const [all] = await actions('servce', ['source.fixAll']);
    assert.match(JSON.stringify(all?.edit), /"newText":"i"/);
    const [sorted] = await actions('servce', ['source.sortKeys']);
    assert.equal(sorted, undefined);
  });
});
