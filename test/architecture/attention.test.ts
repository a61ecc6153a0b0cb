import assert from 'node:assert/strict';
import { readSrc, readText } from '../support/architecture/sources.js';
import { holds, type ContextKeys } from '../support/architecture/whenClause.js';

interface Contributed {
  readonly commands: readonly {
    readonly command: string;
    readonly title: string;
    readonly enablement?: string;
  }[];
  readonly menus: Readonly<
    Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
  >;
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly configuration: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
  readonly keybindings?: readonly unknown[];
}

const desk = { isWeb: false, remoteName: false, isWorkspaceTrusted: true };
const local = { ...desk, 'goldenPath.platform': 'local', 'goldenPath.connection': 'connected' };
const states: Readonly<Record<string, ContextKeys>> = {
  'no platform': { ...desk, 'goldenPath.connection': 'none' },
  'a platform on its way up': { ...desk, 'goldenPath.connection': 'starting' },
  'the local platform': local,
  'a remote platform': { ...local, 'goldenPath.platform': 'remote' },
  'several platforms': { ...local, 'goldenPath.severalPlatforms': true },
  'a Backstage alone': {
    ...local,
    'goldenPath.platform': 'remote',
    'goldenPath.portal': true,
    'goldenPath.cannotDeploy': true,
    'goldenPath.cannotLog': true,
    resourceFilename: 'template.yaml',
  },
  'a Backstage beside a platform': {
    ...local,
    'goldenPath.severalPlatforms': true,
    'goldenPath.portal': true,
    resourceFilename: 'template.yaml',
  },
  'a manifest in front': { ...local, editorLangId: 'platform-manifest', resourceLangId: 'platform-manifest' },
  'a log in front': { ...local, resourceScheme: 'golden-path-log' },
  'Restricted Mode': { ...desk, isWorkspaceTrusted: false, 'goldenPath.connection': 'none' },
  'a browser without a machine': { isWeb: true, isWorkspaceTrusted: true },
};

describe('the budget of attention', () => {
  const { contributes } = JSON.parse(readText('package.json')) as { readonly contributes: Contributed };
  const palette = contributes.menus['commandPalette'] ?? [];
  const offered = (keys: ContextKeys): readonly string[] =>
    contributes.commands
      .filter(({ enablement }) => holds(enablement, keys))
      .map(({ command }) => command)
      .filter((command) =>
        palette.filter((entry) => entry.command === command).every(({ when }) => holds(when, keys)),
      );

  /** The files in which something is made, one for each time. */
  const madeIn = (what: RegExp): readonly string[] =>
    readSrc()
      .flatMap(({ file, text }) => Array.from(text.matchAll(what), () => file))
      .sort();

  for (const [state, keys] of Object.entries(states)) {
    it(`holds at most 25 commands in the palette with ${state}`, () => {
      const commands = offered(keys);
      assert.ok(commands.length <= 25, `${commands.length}: ${commands.join(' ')}`);
      assert.ok(commands.length > 0);
    });
  }

  it('offers in Restricted Mode and in a browser nothing that runs or connects', () => {
    const risky = /\.(deploy|rollback|promote|startLocalPlatform|connect|createService|openDashboard)$/;
    for (const state of ['Restricted Mode', 'a browser without a machine'] as const) {
      assert.deepEqual(
        offered(states[state] ?? {}).filter((command) => risky.test(command)),
        [],
        state,
      );
    }
  });

  it('holds three views and ten settings', () => {
    assert.ok(Object.values(contributes.views).flat().length <= 3);
    assert.ok(Object.keys(contributes.configuration.properties).length <= 10);
  });

  it('decorates nothing unasked but two lenses above a service', () => {
    const isOn = Object.entries(contributes.configuration.properties).filter(
      ([, { default: standard }]) => standard === true,
    );
    assert.deepEqual(
      isOn.map(([name]) => name),
      ['goldenPath.codeLens.enabled'],
    );
    assert.deepEqual(madeIn(/\bcreateTextEditorDecorationType\(/g), ['src/editor/gutter/statusGutter.ts']);
    assert.deepEqual(madeIn(/\bregisterInlayHintsProvider\(/g), []);
    const lenses = 'src/editor/lenses/serviceLenses.ts';
    assert.deepEqual(madeIn(/\bnew vscode\.CodeLens\(/g), [lenses, lenses]);
    assert.deepEqual(madeIn(/\bcodeLensProvider\b/g), []);
  });

  it('holds one item of the status bar, and badges and marks files in one place each', () => {
    assert.deepEqual(madeIn(/\bcreateStatusBarItem\(/g), ['src/editor/statusBar.ts']);
    assert.deepEqual(madeIn(/\bview\.badge = /g), ['src/editor/views/viewHost.ts']);
    assert.deepEqual(madeIn(/\bregisterFileDecorationProvider\(/g), [
      'src/editor/views/folderMarks.ts',
      'src/editor/views/productionMark.ts',
    ]);
  });

  it('holds no key of its own, and at most one icon in the title of an editor', () => {
    assert.deepEqual(contributes.keybindings ?? [], []);
    for (const [state, keys] of Object.entries(states)) {
      const icons = (contributes.menus['editor/title'] ?? []).filter(
        ({ when, group }) => group?.startsWith('navigation') && holds(when, keys),
      );
      // A log has its own four.
      if (state !== 'a log in front') assert.ok(icons.length <= 1, JSON.stringify([state, icons]));
    }
  });

  it('names each command by a verb and the place it is in, not by the product', () => {
    const texts = JSON.parse(readText('package.nls.json')) as Readonly<Record<string, string>>;
    for (const { title } of contributes.commands) {
      const shown = texts[title.slice(1, -1)] ?? title;
      assert.doesNotMatch(shown, /golden path:|^the /i, shown);
    }
  });

  it('tells of nothing by itself but what a person started, and what waits for them', () => {
    const tellers = readSrc()
      .filter(({ text }) => /\bshow(Information|Warning|Error)Message\b/.test(text))
      .map(({ file }) => file);
    assert.deepEqual(tellers, ['src/editor/windowPrompts.ts']);
  });
});

describe('the reader of when-clauses', () => {
  const keys = { 'a.b': 'x', yes: true, no: false, viewItem: 'service;pinned' };
  it('judges keys, words, patterns and their combinations', () => {
    for (const [clause, expected] of [
      [undefined, true],
      ['yes', true],
      ['!yes', false],
      ['a.b == x && yes', true],
      ["a.b == 'x'", true],
      ['a.b != x || no', false],
      ['(no || yes) && !(a.b == y)', true],
      ['viewItem =~ /\\bpinned\\b/', true],
      ['!(viewItem =~ /^service\\b.*\\bunpinned\\b/)', true],
      ['false', false],
      ['gone =~ /^(a|b)$/', false],
    ] as const) {
      assert.equal(holds(clause, keys), expected, String(clause));
    }
  });

  it('refuses what it cannot read', () => {
    assert.throws(() => holds('a < 3', keys));
    assert.throws(() => holds('a b', keys));
  });
});
