import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { UserError } from '../../../../src/model/errors.js';
import { taskWish } from '../../../../src/editor/tasks/taskDefinition.js';
import { deepLink } from '../../../../src/editor/links/deepLink.js';

describe('links of a portal', () => {
  it('lead to a service, an environment of it, a page about it, or an operation', () => {
    assert.deepEqual(deepLink('/service/hello', ''), { kind: 'service', service: 'hello' });
    assert.deepEqual(deepLink('/service/hello/staging', 'show=logs&platform=https://p.example/v1/'), {
      kind: 'service',
      service: 'hello',
      environment: 'staging',
      page: 'logs',
      platform: 'https://p.example/v1',
    });
    assert.deepEqual(deepLink('/operation/op_1', ''), { kind: 'operation', operation: 'op_1' });
  });

  it('may end in a slash, as portals write them', () => {
    assert.deepEqual(deepLink('/service/hello/', ''), { kind: 'service', service: 'hello' });
    assert.deepEqual(deepLink('/service/hello/staging/', 'show=logs'), {
      kind: 'service',
      service: 'hello',
      environment: 'staging',
      page: 'logs',
    });
    assert.deepEqual(deepLink('/operation/op_1/', ''), { kind: 'operation', operation: 'op_1' });
  });

  it('are refused in a sentence when they are anything else', () => {
    const garbage: readonly (readonly [string, string])[] = [
      ['', ''],
      ['/', ''],
      ['/service', ''],
      ['/service/', ''],
      ['/service/a/b/c', ''],
      ['/service/a//', ''],
      ['/service//b', ''],
      ['/service/../../etc', ''],
      ['/service/<b>', ''],
      ['/service/-rf', ''],
      ['/service/hello', 'show=deploy'],
      ['/service/hello', 'show=logs&show=drift'],
      ['/service/hello', 'run=goldenPath.deploy'],
      ['/service/hello', 'platform=file:///etc/passwd'],
      ['/service/hello', 'platform=https://me:secret@p.example'],
      ['/operation/op_1', 'show=logs'],
      ['/deploy/hello', ''],
      [`/service/${'x'.repeat(500)}`, ''],
    ];
    for (const [path, query] of garbage) {
      assert.throws(() => deepLink(path, query), { code: 'link.refused' }, `${path}?${query}`);
    }
  });

  it('never throw anything but that sentence, whatever they say', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, query) => {
        try {
          deepLink(`/${path}`, query);
        } catch (error) {
          assert.ok(error instanceof UserError);
        }
      }),
    );
  });

  it('are those that the documentation tells', () => {
    const page = readFileSync('docs/links-and-tasks.md', 'utf8');
    const links = [...page.matchAll(/`(?:vscode:\/\/golden-path\.golden-path|…)(\/[^`]+)`/g)];
    assert.equal(links.length, 5);
    for (const [, link = ''] of links) {
      const [path = '', query = ''] = link.split('?');
      assert.ok(deepLink(path, query), link);
    }
    const [, tasks = '{}'] = /```json\n([^]*?)```/.exec(page) ?? [];
    const written = (JSON.parse(tasks) as { readonly tasks: readonly Record<string, unknown>[] }).tasks;
    assert.deepEqual(
      written.map((task) => taskWish(task)?.task),
      ['check', 'deploy'],
    );
  });
});
