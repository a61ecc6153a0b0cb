import assert from 'node:assert/strict';
import type { InlayHint } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../../src/language/languageService.js';
import { standardSettings } from '../../../../src/language/settings.js';
import { fixture, header, manifest } from '../support.js';

function hints(
  text: string,
  shown: Partial<(typeof standardSettings)['inlayHints']> = {},
  lines = 1000,
): InlayHint[] {
  const settings = { ...standardSettings, inlayHints: { replicas: true, defaults: false, ...shown } };
  const service = createLanguageService({
    files: { readText: () => Promise.resolve(undefined) },
    settings: () => settings,
  });
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  return service.inlayHints(manifest(text), range);
}

/** Each hint as it stands: the line up to it, and its words. */
function read(text: string, shown?: Parameters<typeof hints>[1]): string[] {
  const lines = text.split('\n');
  return hints(text, shown).map(
    ({ position, label }) =>
      `${lines[position.line]?.slice(0, position.character).trim() ?? ''} «${typeof label === 'string' ? label : ''}»`,
  );
}

const service = (spec: string): string => `${header}kind: Service\nmetadata: { name: a1 }\nspec:\n${spec}`;
const tooltip = (hint: InlayHint | undefined): string =>
  typeof hint?.tooltip === 'object' ? hint.tooltip.value : '';

describe('inlay hints', () => {
  it('tell the replicas that each environment comes to', () => {
    const text = service(
      '  scaling: { minReplicas: 2, maxReplicas: 4 }\n  environments:\n    dev: {}\n    test: # words\n      scaling: { maxReplicas: 2 }\n    prod:\n      scaling: { minReplicas: 3, maxReplicas: 9 }\n    none: { deploy: Disabled }\n',
    );
    assert.deepEqual(read(text), [
      'dev: «2–4 replicas»',
      'test: «2 replicas»',
      'prod: «3–9 replicas»',
      'none: «not deployed»',
    ]);
    assert.match(tooltip(hints(text)[1]), /minReplicas `2`: `spec\.scaling\.minReplicas`/);
    assert.match(tooltip(hints(text)[1]), /maxReplicas `2`: `environments\.test\.scaling\.maxReplicas`/);
  });

  it('count with the standard value where nothing is said, and where null takes a value away', () => {
    assert.deepEqual(read(service('  environments:\n    dev: {}\n')), ['dev: «1 replica»']);
    const text = service(
      '  scaling: { minReplicas: 2 }\n  environments:\n    dev: { scaling: { minReplicas: null } }\n',
    );
    assert.deepEqual(read(text), ['dev: «1 replica»']);
    assert.match(tooltip(hints(text)[0]), /the standard value/);
  });

  it('tell no count of a range that no count fits', () => {
    const text = service(
      '  scaling: { minReplicas: 3, maxReplicas: 2 }\n  environments:\n    dev: {}\n    prod: { scaling: { maxReplicas: 5 } }\n',
    );
    assert.deepEqual(read(text), ['prod: «3–5 replicas»']);
  });

  it('tell what overrides change', () => {
    const text = service(
      '  workload: { containers: { main: { image: ".", variables: { LEVEL: info } } } }\n  environments:\n    prod:\n      overrides:\n        containers: { main: { image: x, variables: { LEVEL: warn } } }\n',
    );
    assert.deepEqual(read(text), ['prod: «1 replica»', 'overrides: «changes image, LEVEL»']);
    assert.match(tooltip(hints(text)[1]), /`containers\.main\.variables\.LEVEL` \| `info` \| `warn`/);
  });

  it('tell the standard values that a map leaves out, only on demand', () => {
    const text = service('  health: { periodSeconds: 5 }\n');
    assert.deepEqual(read(text), []);
    assert.deepEqual(
      read(text, { defaults: true }).filter((one) => one.startsWith('health')),
      ['health: «startupDeadlineSeconds: 60, timeoutSeconds: 1, failureThreshold: 3»'],
    );
  });

  it('stay silent when they are switched off, in broken YAML, in other kinds and out of range', () => {
    const text = service('  environments:\n    dev: {}\n');
    assert.deepEqual(hints(text, { replicas: false }), []);
    assert.deepEqual(hints(`${text}  x: [\n`), []);
    assert.deepEqual(hints(text.replace('Service', 'Resource')), []);
    assert.deepEqual(hints(text, {}, 3), []);
    assert.ok(hints(fixture('service.yaml')).length > 0);
  });
});
