import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ruleCodes, rulePage } from '../../../src/language/rules/codes.js';
import { diagnose, findings, fixture, header, manifest, serviceWith, smallService } from './support.js';

const full = fixture('service.yaml');

/** One mistake in a good manifest, and the one finding it should give. */
const mistakes: readonly [string, string, string][] = [
  ['spec:', 'sepc:', 'schema/unknown-property “sepc”'],
  ['image: .', 'imagee: .', 'schema/unknown-property “imagee”'],
  ['tier: critical', 'tier: critcal', 'schema/wrong-value “critcal”'],
  ['kind: Service', 'kind: Servise', 'manifest/unknown-kind “Servise”'],
  ['v1alpha1', 'v1alpha2', 'manifest/unknown-version “goldenpath.dev/v1alpha2”'],
  ['kind: Service\n', '', 'schema/missing-property “apiVersion”'],
  ['  type: service\n', '', 'schema/missing-property “spec”'],
  ['        image: .\n', '', 'schema/missing-property “main”'],
  ['maxReplicas: 12', 'maxReplicas: 2', 'service/scaling-range “2”'],
  ['maxReplicas: 4', 'maxReplicas: 0', 'schema/wrong-value “0”'],
  ['resources.db.host', 'resources.dbb.host', 'score/unknown-resource “${resources.dbb.host}”'],
  ['type: service', 'type: cronjob', 'service/missing-schedule “spec”'],
  ['  tier:', '  schedule: { cron: "@daily" }\n  tier:', 'service/unexpected-schedule “schedule”'],
  ['tier: critical', 'tier: critical\n  tier: low', 'yaml/duplicate-key “tier”'],
  ['port: 8080 }', 'port: "8080" }', 'schema/wrong-type “"8080"”'],
  ['LOG_LEVEL: info', 'LOG_LEVEL: 5', 'schema/wrong-type “5”'],
  ['{ availability: {} }', '{}', 'schema/wrong-count “{}”'],
  ['{ class: large }', '{ clas: large }', 'schema/unknown-property “clas”'],
  ['timeWindow: 28d', 'timeWindow: 28x', 'schema/wrong-value “28x”'],
  ['name: checkout', 'name: Checkout', 'schema/wrong-value “Checkout”'],
  ['image: .', 'image: *nope', 'yaml/unknown-alias “*nope”'],
  ['    production:', '    Production:', 'schema/wrong-value “Production”'],
  ['  owner:', '\towner:', 'yaml/syntax “\t”'],
];

describe('diagnostics', () => {
  for (const [from, to, expected] of mistakes) {
    it(`finds one fault: ${JSON.stringify(to)}`, async () => {
      const text = full.replace(from, to);
      assert.notEqual(text, full);
      assert.deepEqual(await findings(text), [expected]);
    });
    it(`finds the same with CRLF: ${JSON.stringify(to)}`, async () => {
      const text = full.replace(from, to).replaceAll('\n', '\r\n');
      assert.deepEqual(await findings(text), [expected]);
    });
  }

  it('accepts good manifests', async () => {
    assert.deepEqual(await diagnose(full), []);
    assert.deepEqual(await diagnose(fixture('cron.yaml')), []);
    assert.deepEqual(await diagnose(fixture('platform.yaml')), []);
    assert.deepEqual(await diagnose(fixture('score.yaml')), []);
    assert.deepEqual(await diagnose(`\uFEFF${smallService}`), []);
  });

  it('says what is wrong in plain words', async () => {
    const said = async (from: string, to: string): Promise<unknown[]> =>
      (await diagnose(full.replace(from, to))).map(({ message }) => message);
    assert.deepEqual(await said('image: .', 'imagee: .'), [
      'Unknown property “imagee”. Did you mean “image”?',
    ]);
    assert.deepEqual(await said('{ class: large }', '{ zzzzzzzz: 1 }'), [
      'Unknown property “zzzzzzzz”. Allowed here: type, class, id, metadata, params.',
    ]);
    assert.deepEqual(await said('spec:\n', 'spec:\n  zzzzzzzzzz: 1\n'), [
      'Unknown property “zzzzzzzzzz”. Allowed here: type, owner, system, lifecycle, tier, workload, schedule, scaling, …',
    ]);
    assert.deepEqual(await said('  type: service\n', ''), ['“type” is missing in “spec”. Add it.']);
    assert.deepEqual(await said('maxReplicas: 12', 'maxReplicas: 2'), [
      'maxReplicas (2) is less than minReplicas (3).',
    ]);
  });

  it('points from a duplicate key at the first one, in any document', async () => {
    const text = `${smallService}---\n${full.replace('tier: critical', 'tier: critical\n  tier: low')}`;
    const document = manifest(text);
    const [found] = await serviceWith().diagnostics(document);
    assert.equal(found?.message, 'Duplicate key “tier”. Remove one of them.');
    const [first] = found.relatedInformation ?? [];
    assert.equal(first?.location.uri, document.uri);
    assert.equal(document.getText(first.location.range), 'tier');
    assert.equal(first.location.range.start.line, found.range.start.line - 1);
  });

  it('says what was probably meant, also to quick fixes', async () => {
    const [found] = await diagnose(full.replace('tier: critical', 'tire: critical'));
    assert.match(found?.message as string, /Did you mean “tier”/);
    assert.deepEqual(found?.data, { suggestion: 'tier' });
  });

  it('places each fault in its own document', async () => {
    const text = `${smallService}---\n${smallService.replace('image', 'imge')}---\n${smallService}`;
    const [found, ...more] = await diagnose(text);
    assert.equal(more.length, 0);
    assert.deepEqual(found?.range, { start: { line: 20, character: 8 }, end: { line: 20, character: 12 } });
  });

  it('counts columns in UTF-16 units and lines as editors do', async () => {
    const [emoji] = await diagnose(
      smallService
        .replace('name: basket', 'title: "🛒", tite: x')
        .replace('metadata:\n  ', 'metadata: { name: a1, ')
        .replace('tite: x', 'tite: x }'),
    );
    assert.equal(emoji?.code, 'schema/unknown-property');
    assert.equal(emoji.range.start.character, 'metadata: { name: a1, title: "🛒", '.length);
  });

  it('understands anchors and merge keys', async () => {
    const text = smallService.replace(
      '        image: .\n',
      '        image: .\n        livenessProbe: &p { httpGet: { path: /, port: 80 } }\n        readinessProbe: { <<: *p }\n',
    );
    assert.deepEqual(await findings(text), []);
    assert.deepEqual(await findings(text.replace('<<: *p', '<<: *p, exce: {}')), [
      'schema/unknown-property “exce”',
    ]);
  });

  it('is silent about other tools and unrendered templates', async () => {
    const service = serviceWith();
    const foreign = 'apiVersion: apps/v1\nkind: Deployment\nspec: { x: 1, x: 2 }\n';
    assert.deepEqual(await service.diagnostics(manifest(foreign, 'file:///w/platform.yaml')), []);
    assert.deepEqual(await diagnose(`${header}kind: Service\n{% if x %}\nsepc: 1\n{% endif %}\n`), []);
  });

  it('is silent about the documents of others beside ours', async () => {
    const ours = smallService.replace('spec:', 'sepc:');
    for (const other of ['foo: 1\nfoo: 2\n', 'apiVersion: v1\nkind: ConfigMap\nfoo: 1\nfoo: 2\n']) {
      assert.deepEqual(await findings(`${other}---\n${ours}`), ['schema/unknown-property “sepc”']);
    }
    assert.deepEqual(await findings('foo: 1\n'), ['schema/missing-property “foo”']);
  });

  it('lets a comment switch a rule off for the next line', async () => {
    const text = full.replace(
      '  tier: critical',
      '  # golden-path-disable-next-line schema/wrong-value\n  tier: critcal',
    );
    assert.deepEqual(await findings(text), []);
    assert.deepEqual(await findings(text.replace('schema/wrong-value', 'schema/wrong-type')), [
      'suppression/unused “schema/wrong-type”',
      'schema/wrong-value “critcal”',
    ]);
  });

  it('looks for the Score file only where it can tell', async () => {
    const text = fixture('service-with-score-file.yaml');
    const uri = 'file:///w/platform.yaml';
    assert.deepEqual(await findings(text), ['service/score-file-missing “score.yaml”']);
    const found = serviceWith({ 'file:///w/score.yaml': '' });
    assert.deepEqual(await found.diagnostics(manifest(text, uri)), []);
  });

  it('shows at most 200 findings, and one that counts the rest', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `  key${index}: 1\n`).join('');
    const found = await diagnose(`${smallService}${keys}`);
    assert.equal(found.length, 201);
    assert.equal(found.at(-1)?.code, 'document/too-many-findings');
  });

  it('links every code to its page', async () => {
    const service = serviceWith({}, 'file:///docs');
    const [found] = await service.diagnostics(manifest(full.replace('spec:', 'sepc:')));
    assert.equal(found?.codeDescription?.href, 'file:///docs/rules/schema--unknown-property.md');
    assert.equal((await diagnose(full.replace('spec:', 'sepc:')))[0]?.codeDescription, undefined);
    const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
    // What the extension passes to the server: `docs` in its own folder.
    const inPlace = serviceWith({}, pathToFileURL(path.join(root, 'docs')).href);
    const [linked] = await inPlace.diagnostics(manifest(full.replace('spec:', 'sepc:')));
    assert.ok(existsSync(fileURLToPath(linked?.codeDescription?.href ?? '')));
    assert.match(
      readFileSync(path.join(root, 'src/editor/app.ts'), 'utf8'),
      /docsBase: vscode\.Uri\.joinPath\(extension\.extensionUri, 'docs'\)/,
    );
    for (const code of ruleCodes) {
      assert.ok(
        existsSync(path.join(root, 'docs/rules', rulePage(code))),
        `docs/rules/${rulePage(code)} is missing`,
      );
    }
  });
});
