import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { taskWish } from '../../../../src/editor/tasks/taskDefinition.js';

describe('tasks', () => {
  const type = 'golden-path';

  it('check a path or deploy to an environment', () => {
    assert.deepEqual(taskWish({ type, task: 'check' }), { task: 'check', path: '.' });
    assert.deepEqual(taskWish({ type, task: 'deploy', service: 'hello', environment: 'staging' }), {
      task: 'deploy',
      service: 'hello',
      environment: 'staging',
    });
  });

  it('are nothing when they say something else', () => {
    for (const wish of [
      {},
      { type: 'npm', task: 'check' },
      { type, task: 'rm' },
      { type, task: 'check', path: 7 },
      { type, task: 'check', path: '--fix' },
      { type, task: 'deploy' },
      { type, task: 'deploy', environment: '' },
      { type, task: 'deploy', environment: 'staging', service: {} },
    ]) {
      assert.equal(taskWish(wish), undefined, JSON.stringify(wish));
    }
  });

  it('have a problem matcher that reads what check prints', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { problemMatchers: { pattern: { regexp: string } }[] };
    };
    const pattern = new RegExp(manifest.contributes.problemMatchers[0]?.pattern.regexp ?? '');
    const line =
      'a/platform.yaml:6:3 error Unknown property “typ”. Did you mean “type”? [schema/unknown-property]';
    assert.deepEqual(pattern.exec(line)?.slice(1), [
      'a/platform.yaml',
      '6',
      '3',
      'error',
      'Unknown property “typ”. Did you mean “type”?',
      'schema/unknown-property',
    ]);
    assert.equal(pattern.exec('1 manifest checked: 2 errors, 0 other findings.'), null);
  });
});
