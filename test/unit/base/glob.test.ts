import assert from 'node:assert/strict';
import fc from 'fast-check';
import { globMatcher } from '../../../src/base/glob.js';

const fits = (pattern: string, path: string): boolean => globMatcher(pattern)(path);

describe('globs', () => {
  for (const [pattern, path] of [
    ['*.yaml', 'a.yaml'],
    ['*.yaml', 'deep/down/a.yaml'],
    ['/a/*.yaml', 'a/b.yaml'],
    ['a/**/z.yaml', 'a/z.yaml'],
    ['a/**/z.yaml', 'a/b/c/z.yaml'],
    ['**/*.yml', 'x.yml'],
    ['examples', 'x/examples/a.yaml'],
    ['examples/', 'examples/deep/a.yaml'],
    ['services/*', 'services/a/platform.yaml'],
    ['{a,b}/*.{yaml,yml}', 'b/x.yml'],
    ['service-[0-9].yaml', 'service-7.yaml'],
    ['service-[!a-z].yaml', 'service-7.yaml'],
    ['sp?cial.yaml', 'sp🛒cial.yaml'],
    ['**', 'any/thing'],
    ['a*c*e', 'abcde'],
  ] as const) {
    it(`${pattern} means ${path}`, () => assert.ok(fits(pattern, path)));
  }

  for (const [pattern, path] of [
    ['a/*.yaml', 'a/b/c.yaml'],
    ['a/*.yaml', 'b/a/c.yaml'],
    ['/a.yaml', 'b/a.yaml'],
    ['*.yaml', 'a.yaml.bak'],
    ['a/**/z.yaml', 'b/z.yaml'],
    ['service-[0-9].yaml', 'service-x.yaml'],
    ['a.yaml', 'aXyaml'],
    ['', 'a.yaml'],
  ] as const) {
    it(`${pattern || 'nothing'} does not mean ${path}`, () => assert.ok(!fits(pattern, path)));
  }

  it('take no time over hostile patterns', () => {
    const started = performance.now();
    fits(`${'*a'.repeat(60)}b`, 'a'.repeat(5000));
    fits(`${'**/a/'.repeat(60)}b`, 'a/'.repeat(2000));
    fits('{a,b}'.repeat(40), 'c');
    assert.ok(performance.now() - started < 1000);
  });

  it('never throw, and every path means itself', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, path) => void fits(pattern, path)));
    const plain = fc.stringMatching(/^[a-z.-]{1,8}(\/[a-z.-]{1,8}){0,3}$/);
    fc.assert(fc.property(plain, (path) => fits(`/${path.replace(/^\.\//, '')}`, path.replace(/^\.\//, ''))));
  });
});
