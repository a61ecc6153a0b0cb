import assert from 'node:assert/strict';
import { commandIds, webCommandIds } from '../../src/editor/commands/ids.js';
import {
  attentionFaults,
  browserContributionFaults,
  commandFaults,
  idsIn,
  settingFaults,
  translationFaults,
  viewFaults,
  walkthroughFaults,
  type Manifest,
} from '../support/architecture/manifest.js';
import { readSrc, readText } from '../support/architecture/sources.js';

function sample(changes: Partial<Manifest['contributes']> = {}, activationEvents: string[] = []): Manifest {
  return {
    activationEvents,
    contributes: {
      commands: [{ command: 'goldenPath.deploy' }],
      menus: { commandPalette: [] },
      views: { goldenPath: [{ id: 'goldenPath.services' }] },
      configuration: { properties: {} },
      ...changes,
    },
  };
}

describe('package.json and the code', () => {
  const text = readText('package.json');
  const manifest = JSON.parse(text) as Manifest;
  const editorTexts = readSrc()
    .filter(({ file }) => /^src\/(editor\/|extension)/.test(file))
    .map((source) => source.text);

  it('write code in the walkthrough as the editor reads it there, between two ticks', () => {
    const texts = JSON.parse(readText('package.nls.json')) as Readonly<Record<string, string>>;
    const single = Object.entries(texts).filter(
      ([key, words]) => key.startsWith('walkthrough.') && /(?<!`)`(?!`)/.test(words),
    );
    assert.deepEqual(single, []);
  });

  it('agree on commands', () => {
    assert.deepEqual(commandFaults(manifest, commandIds), []);
    assert.ok(
      editorTexts.some((source) => /for \(const id of commandIds\)[^}]*registerCommand\(id/.test(source)),
      'every id of commandIds is registered',
    );
  });

  it('register no command beside commandIds', () => {
    const registered = editorTexts.flatMap((source) =>
      [...source.matchAll(/for \(const id of (\w+)\)[^}]*registerCommand\(id,/g)].map((match) => match[1]),
    );
    assert.deepEqual(registered.sort(), ['commandIds', 'webCommandIds']);
    const calls = editorTexts.flatMap((source) => [...source.matchAll(/registerCommand\(/g)]);
    assert.equal(calls.length, registered.length);
  });

  it('run only commands that are contributed', () => {
    const run = editorTexts.flatMap((source) =>
      [...source.matchAll(/(?:command:\s*|executeCommand\(\s*)'(goldenPath\.\w+)'/g)].map(
        (match) => match[1],
      ),
    );
    const known: readonly (string | undefined)[] = commandIds;
    assert.deepEqual(
      run.filter((id) => !known.includes(id)),
      [],
    );
  });

  it('show in a browser only what works there', () =>
    assert.deepEqual(browserContributionFaults(manifest, webCommandIds), []));

  it('agree on views', () => assert.deepEqual(viewFaults(manifest, idsIn(editorTexts)), []));

  it('have steps of the walkthrough that the code ticks off', () =>
    assert.deepEqual(walkthroughFaults(manifest, idsIn(editorTexts)), []));

  it('describe, default and scope every setting', () => assert.deepEqual(settingFaults(manifest), []));

  it('have a text for every placeholder, and none too many', () => {
    const texts = JSON.parse(readText('package.nls.json')) as Record<string, unknown>;
    assert.deepEqual(translationFaults(text, texts), []);
  });

  it('ask for no more attention than agreed', () => assert.deepEqual(attentionFaults(manifest), []));
});

describe('the checks of package.json', () => {
  it('see commands that are missing on one side', () => {
    assert.deepEqual(commandFaults(sample(), []), ['goldenPath.deploy is contributed but not registered']);
    assert.deepEqual(commandFaults(sample(), ['goldenPath.deploy', 'goldenPath.x']), [
      'goldenPath.x is registered but not contributed',
    ]);
    const twice = sample({ commands: [{ command: 'goldenPath.deploy' }, { command: 'goldenPath.deploy' }] });
    assert.deepEqual(commandFaults(twice, ['goldenPath.deploy']), ['goldenPath.deploy is contributed twice']);
  });

  it('see menus without a command', () => {
    const manifest = sample({ menus: { 'view/title': [{ command: 'goldenPath.gone' }] } });
    assert.deepEqual(commandFaults(manifest, ['goldenPath.deploy']), [
      'a menu names goldenPath.gone, which is no command',
    ]);
  });

  it('see what would show in a browser and do nothing', () => {
    const when = '!isWeb || remoteName';
    const command = { command: 'goldenPath.deploy', enablement: `(${when}) && isWorkspaceTrusted` };
    const views = { goldenPath: [{ id: 'goldenPath.services', when }] };
    assert.deepEqual(browserContributionFaults(sample({ commands: [command], views }), []), []);
    assert.equal(browserContributionFaults(sample({ views }), []).length, 1);
    assert.equal(browserContributionFaults(sample({ views }), ['goldenPath.deploy']).length, 0);
    assert.equal(browserContributionFaults(sample({ commands: [command] }), []).length, 1);
    const walkthroughs = [{ steps: [] }];
    assert.equal(
      browserContributionFaults(sample({ commands: [command], views, walkthroughs }), []).length,
      1,
    );
  });

  it('see views that nobody makes', () => {
    assert.deepEqual(viewFaults(sample(), idsIn(["new Tree('goldenPath.other')"])), [
      'the view goldenPath.services is contributed but not made',
    ]);
    const manifest = sample({ viewsWelcome: [{ view: 'goldenPath.gone' }] });
    assert.deepEqual(viewFaults(manifest, idsIn(["'goldenPath.services'"])), [
      'a welcome text names goldenPath.gone, which is no view',
    ]);
  });

  it('see steps of a walkthrough that are never done', () => {
    const step = (id: string, ...completionEvents: string[]) => ({ id, completionEvents });
    const steps = [
      step('a', 'onContext:goldenPath.x == local'),
      step('b', 'onCommand:goldenPath.y'),
      step('c'),
    ];
    assert.deepEqual(walkthroughFaults(sample({ walkthroughs: [{ steps }] }), idsIn(["'goldenPath.x'"])), [
      'the step b of a walkthrough is never done',
      'the step c of a walkthrough is never done',
    ]);
  });

  it('see settings without scope, default or description, and hosts a workspace could choose', () => {
    const properties = {
      'goldenPath.bare': {},
      'goldenPath.platforms': { scope: 'resource', default: '', description: 'x' },
    };
    assert.deepEqual(settingFaults(sample({ configuration: { properties } })), [
      'goldenPath.bare has no description',
      'goldenPath.bare has no default',
      'goldenPath.bare has no scope',
      'goldenPath.platforms chooses a host and must have the scope "application"',
    ]);
  });

  it('see texts that are missing or unused', () => {
    assert.deepEqual(translationFaults('{"title": "%command.a%"}', { 'command.b': 'B' }), [
      '%command.a% has no text in package.nls.json',
      'nothing uses command.b of package.nls.json',
    ]);
  });

  it('see too much attention and early activation', () => {
    const views = { goldenPath: ['a', 'b', 'c', 'd'].map((id) => ({ id })) };
    assert.deepEqual(attentionFaults(sample({ views }, ['*', 'onStartupFinished', 'onLanguage:yaml'])), [
      '4 views',
      'activates on *',
      'activates on onStartupFinished',
    ]);
  });
});
