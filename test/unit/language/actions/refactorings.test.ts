import assert from 'node:assert/strict';
import type { DocumentFacts } from '../../../../src/language/facts/documentFacts.js';
import { fixture, header } from '../support.js';
import { ableClient, Desk, folder, titled, uri } from './support.js';

const full = fixture('service.yaml');
const score = `${folder}/score.yaml`;

function environment(name: string): DocumentFacts {
  const value = { metadata: { name } };
  return {
    uri: 'file:///w/e.yaml',
    index: 0,
    apiVersion: '',
    kind: 'Environment',
    name,
    value,
    mentions: [],
  };
}

const workspace = { documents: () => [environment('staging'), environment('production')] };

const commented = `${header}kind: Service
metadata: { name: basket }
spec:
  type: worker
  workload: # what runs
    # the only one
    containers:
      main: # of ours
        image: .
        args: [a, b]
        files:
          /etc/a:
            content: |
              one
                two

              three
    # none yet
    resources:
      db: { type: postgres }
  tier: low
`;

const kept = ['# head', '# v', '# meta', '# name', '# far', '# near', '# cs', '# img', '# last'];

describe('refactorings', () => {
  it('override a value for each environment that is known', async () => {
    const desk = new Desk(full, {}, { workspace });
    const actions = await desk.actionsAt('class: small', ['refactor.extract']);
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Override for “staging”'],
    );
    desk.apply(titled(actions, 'Override'));
    assert.deepEqual(await desk.findings(), []);
    const spec = (desk.service.facts(desk.document)[0]?.value['spec'] ?? {}) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(spec['environments']?.['staging'], {
      overrides: { resources: { db: { class: 'small' } } },
    });
  });

  it('override scaling and secrets where an environment has them, lists as a whole', async () => {
    const places = [
      ['targetCPU', { scaling: { targetCPUUtilizationPercentage: 70 } }],
      ['payments/stripe', { secrets: { STRIPE_API_KEY: { key: 'payments/stripe', property: 'api_key' } } }],
      ['"dist/server.js"', { overrides: { containers: { main: { command: ['node', 'dist/server.js'] } } } }],
    ] as const;
    for (const [words, wanted] of places) {
      const desk = new Desk(full, {}, { workspace });
      desk.apply(titled(await desk.actionsAt(words, ['refactor.extract']), 'Override for “staging”'));
      assert.deepEqual(await desk.findings(), []);
      const spec = (desk.service.facts(desk.document)[0]?.value['spec'] ?? {}) as Record<
        string,
        Record<string, unknown>
      >;
      assert.deepEqual(spec['environments']?.['staging'], wanted);
    }
  });

  it('write the owner that the catalogue or CODEOWNERS names', async () => {
    const text = full.replace('  owner: group:default/payments\n', '');
    const owners = {
      'file:///w/.github/CODEOWNERS': '* @acme/all\n/shop/ @acme/Shop-Team @bob # ours\n/shop/other/ @al\n',
    };
    const catalog = `${folder}/catalog-info.yaml`;
    const entity = {
      [catalog]: 'kind: Component\nmetadata: { name: checkout }\nspec: { owner: group:default/tills }\n',
    };
    for (const [files, owner] of [
      [owners, 'shop-team'],
      [{ ...owners, ...entity }, 'group:default/tills'],
    ] as const) {
      const desk = new Desk(text, files);
      desk.apply(titled(await desk.actionsAt('spec:', ['refactor']), `Add owner “${owner}” from`));
      const spec = desk.service.facts(desk.document)[0]?.value['spec'] as Record<string, unknown>;
      assert.equal(spec['owner'], owner);
      assert.deepEqual(await desk.findings(), []);
    }
  });

  it('say why nothing can be overridden, to a client that shows it', async () => {
    const text = full.replace(/ {2}environments:[^]*? {2}slos:/, '  slos:');
    const [action] = await new Desk(text).actionsAt('class: small', ['refactor.extract']);
    assert.match(action?.disabled?.reason ?? '', /No environment is known/);
    const silent = { ...ableClient, showsDisabled: false };
    assert.deepEqual(await new Desk(text).actionsAt('class: small', ['refactor.extract'], silent), []);
  });

  it('move the workload to a Score file with its comments, and back', async () => {
    for (const text of [commented, commented.replaceAll('\n', '\r\n'), `# a head\n---\n${commented}`]) {
      const desk = new Desk(text);
      desk.apply(titled(await desk.actionsAt('workload:', ['refactor.move']), 'Move the workload'));
      assert.deepEqual(await desk.findings(), []);
      assert.match(desk.text, /workload: # what runs\r?\n {4}scoreFile: score.yaml\r?\n {2}tier: low/);
      const moved = desk.files[score] ?? '';
      assert.match(
        moved,
        /^apiVersion: score.dev\/v1b1\r?\nmetadata:\r?\n {2}name: basket\r?\n# the only one\r?\ncontainers:\r?\n {2}main: # of ours/,
      );
      assert.equal(moved.includes('\r\n'), text.includes('\r\n'));
      desk.apply(titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload'));
      assert.equal(desk.text, text);
      assert.ok(!(score in desk.files), 'The Score file is still there.');
    }
  });

  it('move every comment that stands as far in as the workload, and leave the others', async () => {
    const block = `    # of all\n\n    # first\n    containers: { main: { image: . } }\n      # deeper\n    # last\n\n    # later\n`;
    const around = (body: string): string =>
      `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n  workload: # here\n${body}  # of the tier\n  tier: low\n# end\n`;
    for (const lineBreak of ['\n', '\r\n']) {
      const desk = new Desk(around(block).replaceAll('\n', lineBreak));
      desk.apply(titled(await desk.actionsAt('workload:', ['refactor.move']), 'Move the workload'));
      assert.equal(desk.text, around('    scoreFile: score.yaml\n').replaceAll('\n', lineBreak));
      assert.equal(
        desk.files[score],
        `apiVersion: score.dev/v1b1\nmetadata:\n  name: basket\n${block.replace(/^ {4}/gm, '')}`.replaceAll(
          '\n',
          lineBreak,
        ),
      );
      desk.apply(titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload'));
      assert.equal(desk.text, around(block.replaceAll('\n\n', '\n')).replaceAll('\n', lineBreak));
    }
    const last = around(block).split('  # of the tier')[0]?.trimEnd() ?? '';
    const desk = new Desk(last);
    desk.apply(titled(await desk.actionsAt('workload:', ['refactor.move']), 'Move the workload'));
    assert.ok(desk.text.endsWith('# here\n    scoreFile: score.yaml'), desk.text);
  });

  it('move a workload on one line, and back into one', async () => {
    const text = `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n  workload: { containers: { main: { image: . } } }\n`;
    const desk = new Desk(text);
    desk.apply(titled(await desk.actionsAt('workload:', ['refactor.move']), 'Move the workload'));
    assert.deepEqual(await desk.findings(), []);
    assert.ok(desk.text.includes('  workload: { scoreFile: score.yaml }\n'));
    desk.apply(titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload'));
    assert.deepEqual(await desk.findings(), []);
    assert.ok(desk.text.endsWith('  workload:\n    containers: { main: { image: . } }\n'), desk.text);
  });

  it('refuse to write a block into braces', async () => {
    const text = `${header}kind: Service\nmetadata: { name: basket }\nspec: { type: worker, workload: { scoreFile: score.yaml }, tier: low }\n`;
    const body =
      'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\n';
    const desk = new Desk(text, { [score]: body });
    const action = titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload');
    assert.equal(action.edit, undefined);
    assert.equal(action.disabled?.reason, '“workload” stands in braces. Write “spec” as a block first.');
    desk.apply(titled(await desk.actionsAt('{ type:', ['refactor.rewrite']), 'Write it as a block'));
    desk.apply(titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload'));
    assert.deepEqual(await desk.findings(), []);
  });

  it('bring every comment of a Score file back, but for the one that names its schema', async () => {
    const text = `# yaml-language-server: $schema=x\n# head\n\napiVersion: score.dev/v1b1 # v\nmetadata: # meta\n  name: "a # b" # name\n# far\n\n# near\ncontainers: # cs\n  main: { image: . } # img\n# last\n`;
    for (const workload of [
      'workload:\n    scoreFile: score.yaml # here',
      'workload: { scoreFile: score.yaml } # here',
    ]) {
      for (const lineBreak of ['\n', '\r\n']) {
        const manifest = `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n  ${workload}\n  tier: low\n`;
        const desk = new Desk(manifest.replaceAll('\n', lineBreak), {
          [score]: text.replaceAll('\n', lineBreak),
        });
        desk.apply(titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload'));
        assert.deepEqual(await desk.findings(), []);
        assert.deepEqual(
          [...desk.text.replaceAll('"a # b"', '').matchAll(/#.*/g)].map(([comment]) => comment.trim()).sort(),
          [...kept, '# here'].sort(),
        );
      }
    }
  });

  it('write into the document at the cursor, also where others of the file end with dots', async () => {
    const service = (name: string): string =>
      `${header}kind: Service\nmetadata: { name: ${name} }\nspec:\n  type: worker\n  scaling: { minReplicas: 1 }\n  workload: { containers: { main: { image: . } } }\n`;
    const desk = new Desk(`${service('one')}...\n---\n${service('two')}`, {}, { workspace });
    const at = desk.text.lastIndexOf('minReplicas');
    const position = desk.document.positionAt(at);
    const actions = await desk.actions({ start: position, end: position }, ['refactor.extract']);
    desk.apply(titled(actions, 'Override for “staging”'));
    assert.ok(desk.text.startsWith(`${service('one')}...\n---\n`), desk.text);
    assert.match(desk.text.slice(at), /environments:\n {4}staging:/);
    const fixes = new Desk(
      `${service('one')}...\n---\n${service('two').replace('image: .', 'image: ., variables: { PASSWORD: hunter2-Xy9a }')}`,
    );
    fixes.apply(titled(await fixes.actionsAt('hunter2', ['quickfix']), 'Name “PASSWORD”'));
    assert.ok(fixes.text.startsWith(`${service('one')}...\n---\n`), fixes.text);
    assert.match(fixes.text, /secrets:\n {4}PASSWORD:/);
  });

  it('ask before the Score file goes', async () => {
    const desk = new Desk(fixture('service-with-score-file.yaml'), { [score]: fixture('score.yaml') });
    const { edit } = titled(await desk.actionsAt('scoreFile', ['refactor.inline']), 'Write the workload');
    const [annotation] = Object.values(edit?.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    const unable = { ...ableClient, deletesFiles: false };
    const [left] = await desk.actionsAt('scoreFile', ['refactor.inline'], unable);
    assert.deepEqual(
      [left?.edit?.documentChanges, Object.keys(left?.edit?.changes ?? {})],
      [undefined, [uri]],
    );
  });

  it('say why a workload cannot be moved', async () => {
    const there = new Desk(commented, { [score]: '' });
    const [action] = await there.actionsAt('workload:', ['refactor.move']);
    assert.match(action?.disabled?.reason ?? '', /beside this manifest already/);
    const tied = new Desk(commented.replace('args: [a, b]', 'args: &x [a, b]'));
    assert.match(
      (await tied.actionsAt('workload:', ['refactor.move']))[0]?.disabled?.reason ?? '',
      /Anchors/,
    );
    const flow = `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n  workload: { # one\n    containers: { main: { image: . } } }\n`;
    for (const text of [flow, flow.replace('# one', '').replace('image: .', 'image: !!str .')]) {
      const [refused] = await new Desk(text).actionsAt('workload:', ['refactor.move']);
      assert.match(refused?.disabled?.reason ?? '', /layout/);
    }
    const lost =
      'apiVersion: score.dev/v1b1\nmetadata: { name: a, annotations: { a: b } }\ncontainers: { a: { image: . } }\n';
    const named = new Desk(fixture('service-with-score-file.yaml'), { [score]: lost });
    assert.match(
      (await named.actionsAt('scoreFile', ['refactor.inline']))[0]?.disabled?.reason ?? '',
      /annotations/,
    );
  });

  it('sort the keys at the cursor as the schema has them, comments moving along', async () => {
    const text = `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  # how it runs\n  workload: { containers: { main: { image: . } } }\n\n  # who\n  owner: payments # ours\n  type: worker\n`;
    const desk = new Desk(text);
    desk.apply(titled(await desk.actionsAt('owner', ['refactor.rewrite']), 'Sort the keys'));
    assert.equal(
      desk.text,
      `${header}kind: Service\nmetadata: { name: basket }\nspec:\n  type: worker\n\n  # who\n  owner: payments # ours\n  # how it runs\n  workload: { containers: { main: { image: . } } }\n`,
    );
    const titles = (await desk.actionsAt('owner', ['refactor.rewrite'])).map(({ title }) => title);
    assert.ok(!titles.includes('Sort the keys'), titles.join());
  });

  it('write a map on one line and as a block', async () => {
    const desk = new Desk(full);
    desk.apply(titled(await desk.actionsAt('product: shop', ['refactor.rewrite']), 'Write it as a block'));
    assert.ok(desk.text.includes('  labels:\n    product: shop\n'));
    desk.apply(titled(await desk.actionsAt('labels:', ['refactor.rewrite']), 'Write it on one line'));
    assert.equal(desk.text, full);
  });

  it('give edits only when asked, to a client that asks', async () => {
    const lazy = { ...ableClient, resolvesEdits: true };
    const desk = new Desk(commented);
    const action = titled(await desk.actionsAt('workload:', ['refactor'], lazy), 'Move the workload');
    assert.equal(action.edit, undefined);
    const data = action.data as { range: never };
    const whole = await desk.service.resolveCodeAction(desk.document, action, {
      range: data.range,
      client: lazy,
    });
    assert.equal(whole.edit?.documentChanges?.length, 3);
  });

  it('wait until they are asked for', async () => {
    const desk = new Desk(commented);
    const position = desk.document.positionAt(desk.text.indexOf('workload:'));
    const query = { range: { start: position, end: position }, client: ableClient };
    assert.deepEqual(await desk.service.codeActions(desk.document, { ...query, isAutomatic: true }), []);
    assert.notDeepEqual(await desk.service.codeActions(desk.document, query), []);
  });

  it('leave broken documents alone', async () => {
    const desk = new Desk(commented.replace('tier: low', 'tier: "low'));
    for (const words of ['workload:', 'image', 'db:']) {
      const titles = (await desk.actionsAt(words, ['refactor'])).map(({ title }) => title);
      assert.deepEqual(
        titles.filter((title) => !title.startsWith('Write it')),
        [],
      );
    }
  });
});

describe('source actions', () => {
  it('sort all keys of all documents, and change nothing else', async () => {
    const mixed = `${full.replace('  type: service\n', '').replace('  slos:', '  type: service\n  slos:')}---\nmetadata: { name: orders-db }\nkind: Resource\n${header}spec: { params: {}, type: postgres }\n`;
    const desk = new Desk(mixed);
    const before = desk.service.facts(desk.document).map(({ value }) => value);
    desk.apply(titled(await desk.actions(undefined, ['source.sortKeys']), 'Sort all keys'));
    assert.deepEqual(
      desk.service.facts(desk.document).map(({ value }) => value),
      before,
    );
    assert.match(
      desk.text,
      /---\napiVersion: goldenpath.dev\/v1alpha1\nkind: Resource\nmetadata: \{ name: orders-db \}\nspec: \{ type: postgres, params: \{\} \}\n$/,
    );
    assert.match(desk.text, /spec:\n {2}type: service\n {2}owner/);
    assert.deepEqual(await desk.actions(undefined, ['source.sortKeys']), []);
  });

  it('mend all that is clear, also what shows only when something else is mended', async () => {
    const wrong = full
      .replace('tier: critical', 'tier: critcal')
      .replace('kind: Service', 'kind: Servise')
      .replace('port: 80, targetPort', 'port: "80", targetPort')
      .replace('providesApis: [checkout-api]', 'providesApis: checkout-api')
      .replace('  owner:', '\towner:');
    const desk = new Desk(wrong);
    desk.apply(titled(await desk.actions(undefined, ['source.fixAll']), 'Fix everything'));
    assert.equal(desk.text, full);
    assert.deepEqual(await desk.actions(undefined, ['source.fixAll']), []);
  });

  it('make up nothing on save', async () => {
    const desk = new Desk(`${header}kind: Service\n`);
    assert.deepEqual(await desk.actions(undefined, ['source.fixAll', 'source.sortKeys']), []);
  });
});
