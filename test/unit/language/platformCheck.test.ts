import assert from 'node:assert/strict';
import { createLanguageService, type LanguageService } from '../../../src/language/languageService.js';
import type { FieldError } from '../../../src/model/problem.js';
import { header, manifest, smallService } from './support.js';

/** A service bound to a platform that answers by the text it is asked about. */
function bound(answer: (yaml: string) => readonly FieldError[] | undefined): {
  service: LanguageService;
  asked: string[];
} {
  const asked: string[] = [];
  const service = createLanguageService({
    files: { readText: () => Promise.resolve(undefined) },
    manifestCheck: {
      check: (yaml) => {
        asked.push(yaml);
        return Promise.resolve(answer(yaml));
      },
    },
  });
  return { service, asked };
}

const quota: FieldError = {
  pointer: '/spec/type',
  detail: 'Only workers fit.',
  code: 'quota',
  severity: 'Warning',
};

describe("the platform's own check", () => {
  it('joins the diagnostics at the place that it points to, marked as its own', async () => {
    const { service } = bound(() => [quota]);
    const document = manifest(smallService);
    assert.deepEqual(await service.diagnostics(document), []);
    assert.equal(await service.checkOnPlatform(document), true);
    const [found] = await service.diagnostics(document);
    assert.equal(found?.code, 'platform/check');
    assert.equal(found.message, 'The platform: Only workers fit. (quota)');
    assert.equal(found.severity, 2);
    assert.equal(document.getText(found.range), 'service');
  });

  it('tells a check of a scorecard under its own code, that can be switched off where it is', async () => {
    const late = {
      pointer: '/spec/type',
      detail: 'Deploy it.',
      code: 'scorecard/ready.fresh',
      severity: 'Info',
    };
    const { service } = bound(() => [late]);
    const document = manifest(smallService);
    await service.checkOnPlatform(document);
    const [found, ...rest] = await service.diagnostics(document);
    assert.deepEqual(rest, []);
    assert.equal(found?.code, 'scorecard/ready.fresh');
    assert.equal(found.message, 'The platform: Deploy it.');
    assert.equal(found.severity, 3);
    const off = manifest(
      smallService.replace('  type:', '  # golden-path-disable-next-line scorecard/ready.fresh\n  type:'),
    );
    await service.checkOnPlatform(off);
    assert.deepEqual(await service.diagnostics(off), []);
  });

  it('holds for the text that was asked about, and for no other', async () => {
    const { service } = bound(() => [quota]);
    await service.checkOnPlatform(manifest(smallService));
    assert.equal((await service.diagnostics(manifest(`${smallService}# edited\n`))).length, 0);
    assert.equal((await service.diagnostics(manifest(smallService))).length, 1);
  });

  it('is asked for each document of a file on its own', async () => {
    const other = smallService.replace('basket', 'orders');
    const { service, asked } = bound((yaml) => (yaml.includes('orders') ? [quota] : []));
    const document = manifest(`${smallService}---\n${other}`);
    await service.checkOnPlatform(document);
    assert.equal(asked.length, 2);
    const [found, ...rest] = await service.diagnostics(document);
    assert.equal(rest.length, 0);
    assert.ok(found && found.range.start.line > smallService.split('\n').length);
  });

  it('shows what is missing at what it is missing in, and what has no place at the kind', async () => {
    const { service } = bound(() => [
      { pointer: '/spec/tier', detail: 'Say how important it is.' },
      { pointer: '', detail: 'Nobody knows this service.' },
    ]);
    const document = manifest(smallService);
    await service.checkOnPlatform(document);
    const found = await service.diagnostics(document);
    assert.deepEqual(
      found.map(({ range }) => document.getText(range)),
      ['kind', 'spec'],
    );
  });

  it('never tells a fault twice', async () => {
    const text = smallService.replace('type: service', 'type: servise');
    const own = bound(() => []);
    const [ours] = await own.service.diagnostics(manifest(text));
    const { service } = bound(() => [
      { pointer: '/spec/type', detail: 'In other words.', code: String(ours?.code) },
    ]);
    await service.checkOnPlatform(manifest(text));
    assert.equal((await service.diagnostics(manifest(text))).length, 1);
  });

  it('answers for every document of a file, however many, and whatever ends them', async () => {
    const service100 = (end: string): string =>
      Array.from({ length: 100 }, (_, index) => smallService.replace('basket', `basket-${index}`)).join(end);
    for (const end of ['---\n', '...\n---\n']) {
      const { service, asked } = bound((yaml) => (yaml.includes('basket-7\n') ? [] : [quota]));
      const many = manifest(service100(end));
      const one = manifest(smallService, 'file:///w/other/platform.yaml');
      await service.checkOnPlatform(many);
      await service.checkOnPlatform(one);
      assert.ok(asked.every((yaml) => yaml.split('kind: Service').length === 2));
      const found = await service.diagnostics(many);
      assert.equal(found.filter(({ code }) => code === 'platform/check').length, 99, JSON.stringify(end));
      assert.equal((await service.diagnostics(one)).length, 1);
    }
  });

  it('is never asked about other files and broken ones, and counts for nothing without an answer', async () => {
    const { service, asked } = bound(() => undefined);
    const foreign = manifest('a: 1\n', 'file:///w/other.yaml');
    assert.equal(await service.checkOnPlatform(foreign), false);
    assert.equal(await service.checkOnPlatform(manifest(`${header}kind: Service\nspec: [\n`)), false);
    assert.deepEqual(asked, []);
    assert.equal(await service.checkOnPlatform(manifest(smallService)), false);
    assert.equal(asked.length, 1);
  });

  it('can be switched off for a line', async () => {
    const text = smallService.replace('  type:', '  # golden-path-disable-next-line platform/check\n  type:');
    const { service } = bound(() => [quota]);
    await service.checkOnPlatform(manifest(text));
    assert.deepEqual(await service.diagnostics(manifest(text)), []);
  });
});
