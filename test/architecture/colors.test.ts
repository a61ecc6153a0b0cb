import assert from 'node:assert/strict';
import { readText } from '../support/architecture/sources.js';

/** What the editor's own themes have behind rows of a view, and how faint they draw what stands after a row's name. */
const themes = {
  dark: { behind: '#181818', opacity: 0.7 },
  light: { behind: '#f8f8f8', opacity: 0.95 },
  highContrastLight: { behind: '#ffffff', opacity: 0.7 },
};

describe('the colour of production', () => {
  const { contributes } = JSON.parse(readText('package.json')) as {
    contributes: { colors: readonly { id: string; defaults: Record<keyof typeof themes, string> }[] };
  };
  const defaults = contributes.colors.find(({ id }) => id === 'goldenPath.production')?.defaults;

  for (const theme of ['dark', 'light', 'highContrastLight'] as const) {
    it(`can be read after the name of a row, ${theme}`, () => {
      const { behind, opacity } = themes[theme];
      const back = channels(behind);
      const front = channels(defaults?.[theme] ?? behind);
      const drawn = front.map((value, index) => value * opacity + (back[index] ?? 0) * (1 - opacity));
      assert.ok(contrast(drawn, back) >= 4.5, String(contrast(drawn, back)));
    });
  }
});

function channels(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** WCAG 2, relative luminance and contrast. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
