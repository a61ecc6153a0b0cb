import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { healthLook } from '../../../../src/editor/views/healthLook.js';

interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}

describe('the colours of what is not well', () => {
  it('are there in high contrast, too, where those of lists are none', () => {
    const file = path.join(process.env['GOLDEN_PATH_ROOT'] ?? process.cwd(), 'package.json');
    const { contributes } = JSON.parse(readFileSync(file, 'utf8')) as {
      contributes: { colors?: readonly Color[] };
    };
    for (const health of ['Degraded', 'Missing']) {
      const { color } = healthLook(health);
      const known = contributes.colors?.find(({ id }) => id === color);
      assert.ok(known, `${health} is drawn in ${String(color)}, which is not ours.`);
      for (const theme of ['highContrast', 'highContrastLight']) {
        assert.match(known.defaults[theme] ?? '', /^editor(Error|Warning)\.foreground$/);
      }
    }
  });
});
