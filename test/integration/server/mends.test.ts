import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { RawClient, type Published } from './rawClient.js';

const header = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata:\n  name: basket\n';
const body = `spec:
  type: service
  secrets: { API_KEY: { key: basket/api-key } }
  workload:
    containers: { main: { image: ., variables: { LOG: info } } }
    service: { ports: { web: { port: 80 } } }
  environments:
    production:
`;
const entity = 'apiVersion: backstage.io/v1alpha1\nkind: Component\n';

/** What the line of the cursor `¦` is when the proposal with a label is taken; none where it must not be offered. */
const completions: Readonly<Record<string, readonly [string, string, string | undefined]>> = {
  'a key in an open quote': [`${header}spec:\n  "ow¦`, 'owner', '  "owner": payments'],
  'a key in quotes that close': [`${header}spec:\n  'ow¦'`, 'owner', "  'owner': payments"],
  'a value in quotes': [`${header}spec:\n  tier: "h¦"`, 'high', '  tier: "high"'],
  'a number in a quote': [`${header}spec:\n  scaling:\n    minReplicas: "¦`, '1', undefined],
  'a key behind a byte order mark': ['\uFEFFki¦', 'kind', '\uFEFFkind: Service'],
  'a key below a byte order mark': [
    '\uFEFFapiVersion: score.dev/v1b1\nmetadata:\n  na¦',
    'name',
    '  name: checkout',
  ],
  'a workload of Score': ['¦', 'Score workload (score.dev/v1b1)', 'apiVersion: score.dev/v1b1'],
  'an entity of Backstage': ['¦', 'Component (backstage.io/v1alpha1)', 'apiVersion: backstage.io/v1alpha1'],
  'an entity that is none': ['¦', 'Entity (backstage.io/v1alpha1)', undefined],
  'the first item of a list': [
    'apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nspec:\n  approvals:\n    actions:\n      ¦',
    '- Deploy',
    '      - Deploy',
  ],
  'an item behind its dash': [`${header}  links:\n    - ¦`, '- url', undefined],
  'a container that is overridden': [
    `${header}${body}      overrides:\n        containers:\n          ma¦`,
    'main',
    '          main:',
  ],
  'a port that is overridden': [
    `${header}${body}      overrides:\n        service:\n          ports:\n            ¦`,
    'web',
    '            web:',
  ],
  'a secret of an environment': [`${header}${body}      secrets:\n        ¦`, 'API_KEY', '        API_KEY:'],
  'a key in brackets of the first line': [
    '{ apiVersion: goldenpath.dev/v1alpha1, kind: Ser¦',
    'Service',
    '{ apiVersion: goldenpath.dev/v1alpha1, kind: Service',
  ],
};

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: queues.acme.example }
spec:
  group: acme.example
  names: { kind: Queue, plural: queues }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size, wait]
              properties:
                size: { type: string, enum: [small, large], default: small }
                wait: { type: string, format: duration }
                most: { type: integer }
`;
const queue = 'apiVersion: acme.example/v1\nkind: Queue\nmetadata: { name: orders }\nspec:\n';
const component = (rest: string): string =>
  `${entity}metadata:\n  name: basket\nspec:\n  type: service\n  lifecycle: production\n${rest}`;

/** What is marked, as `code “text”`. */
const faults: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'a custom resource as a cluster takes it': [`${queue}  wait: 1h30m\n  size:\n  most:\n`, []],
  'a custom resource with a wrong time': [`${queue}  wait: soon\n`, ['schema/wrong-value “soon”']],
  'a misspelt key in a map of any keys': [
    component('  ownr: group:default/a\n'),
    ['schema/unknown-property “ownr”'],
  ],
  'a version of Score that is none': [
    'apiVersion: score.dev/v1b2\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n',
    ['manifest/unknown-version “score.dev/v1b2”'],
  ],
  'a version of Backstage that is none': [
    component('  owner: a\n').replace('v1alpha1', 'v1aplha1'),
    ['manifest/unknown-version “backstage.io/v1aplha1”'],
  ],
};

describe('what was mended, at the language server', function () {
  this.timeout(30_000);
  let client: RawClient;
  let folder: string;
  let uri: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'crd.yaml'), crd);
    client = new RawClient();
    await client.start({}, [pathToFileURL(folder).href]);
    // The kind of the workspace is known from when its faults are.
    const { uri: first } = open(`${queue}  wait: soon\n`);
    await client.notified<Published>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === first && params.diagnostics.length > 0,
    );
  });
  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true });
  });

  let last = 0;
  function open(text: string): TextDocument {
    uri = pathToFileURL(path.join(folder, `${++last}.platform.yaml`)).href;
    client.open(uri, text);
    return TextDocument.create(uri, 'yaml', 1, text);
  }

  async function marks(document: TextDocument): Promise<string[]> {
    const { diagnostics } = await client.diagnostics(document.uri);
    return diagnostics
      .map(({ code, range }) => `${code} “${document.getText(range as TextEdit['range'])}”`)
      .filter((mark) => !/^(?:service|reference)\//.test(mark));
  }

  for (const [what, [marked, label, expected]] of Object.entries(completions)) {
    it(`completes ${what}${expected === undefined ? ' not' : ''}`, async () => {
      const document = open(marked.replace('¦', ''));
      const answer = await client.request<CompletionItem[] | { items: CompletionItem[] }>(
        'textDocument/completion',
        { textDocument: { uri }, position: document.positionAt(marked.indexOf('¦')) },
      );
      const items = Array.isArray(answer) ? answer : answer.items;
      const found = items.filter((item) => item.label === label);
      assert.equal(found.length, expected === undefined ? 0 : 1, items.map((one) => one.label).join(', '));
      const edit = found[0]?.textEdit as TextEdit | undefined;
      if (!edit) return;
      const lines = TextDocument.applyEdits(document, [edit]).split('\n');
      assert.equal(lines[document.positionAt(marked.indexOf('¦')).line], expected);
    });
  }

  for (const [what, [text, expected]] of Object.entries(faults)) {
    it(`judges ${what}`, async () => assert.deepEqual(await marks(open(text)), expected));
  }

  const merged: Readonly<Record<string, string>> = {
    'only key of an anchor': `${header}spec:
  type: service
  scaling: &all
    replicas: 2
  workload: { containers: { main: { image: . } } }
  environments:
    production:
      scaling:
        <<: *all
        minReplicas: 1
`,
    'key that is merged under a misspelt one': `${header}spec:
  type: service
  scaling: &all { minReplicas: 1, maxReplicas: 2 }
  workload: { containers: { main: { image: . } } }
  environments:
    production:
      scaling: { <<: *all, maxReplica: 3 }
    staging: &staging { scalin: { <<: *all } }
    testing: { <<: *staging }
`,
    'value behind an alias': `${header}  labels: { tier: &tier hihg }
spec:
  type: service
  tier: *tier
  workload: { containers: { main: { image: . } } }
`,
  };
  for (const [what, text] of Object.entries(merged)) {
    it(`mends the ${what} so that it can be read`, async () => {
      const document = open(text);
      const before = await marks(document);
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: document.positionAt(0), end: document.positionAt(text.length) },
        context: { diagnostics: [], only: ['quickfix'] },
      });
      assert.ok(before.length > 0);
      for (const { title, edit } of actions.filter((one) => !/^(?:Disable|Turn) /.test(one.title))) {
        const mended = TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
        const after = await marks(open(mended));
        assert.ok(
          !after.some((mark) => mark.startsWith('yaml/')),
          `${title}: ${after.join(', ')}\n${mended}`,
        );
        assert.ok(after.length < before.length, `${title}: ${after.join(', ')}\n${mended}`);
      }
    });
  }
});
