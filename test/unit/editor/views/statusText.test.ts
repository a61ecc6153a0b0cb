import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import { clockTime } from '../../../../src/editor/views/age.js';
import { staleMessage, statusText } from '../../../../src/editor/views/statusText.js';
import { documentStart, statusLens } from '../../../../src/editor/lenses/lensTexts.js';
import { picture, running, service, snapshot } from '../pictures.js';

describe('the status bar', () => {
  const services = [
    service('hello', running('development', 'Healthy'), running('staging', 'Degraded')),
    service('foreign', running('development', 'Missing')),
  ];

  it('names the platform and the worst health of this workspace alone', () => {
    const { text, spoken } = statusText(picture(services, 'hello'), 'Local Platform');
    assert.equal(text, '$(error) Local Platform: 1 Degraded');
    assert.equal(spoken, 'Local Platform: 1 Degraded');
  });

  it('tells how much waits for me', () => {
    const waiting = { approvals: 2, incidents: 1 };
    const { text, spoken, tooltip } = statusText(picture(services, 'hello'), 'Shop', waiting);
    assert.equal(text, '$(error) Shop: 1 Degraded $(bell-dot) 3');
    assert.equal(spoken, 'Shop: 1 Degraded, 2 changes wait for your approval, 1 incident waits for you');
    assert.match(tooltip, /^2 changes wait for your approval, 1 incident waits for you\.\n/);
  });

  it('tells an account without rights from an address that is no platform', () => {
    const error = new PlatformError('forbidden', 'Ask the platform team.');
    const live = snapshot([], { status: 'failed', error });
    const { text, tooltip } = statusText({ live, workspace: new Set() }, 'Acme');
    assert.equal(text, '$(lock) Acme: not allowed');
    assert.equal(tooltip, 'Ask the platform team.');
  });

  it('names only the platform when nothing of this workspace is deployed', () => {
    assert.equal(statusText(picture(services), 'Local Platform').spoken, 'Local Platform');
  });

  it('says since when the platform is silent', () => {
    const live = snapshot(services, { status: 'stale', asOf: new Date(2026, 10, 21, 10, 42).getTime() });
    assert.equal(statusText({ live, workspace: new Set() }, 'Local').spoken, 'Local: not reachable');
    assert.match(staleMessage(live) ?? '', /^Not reachable since .*42.*, showing what was last known/);
    assert.equal(staleMessage(snapshot(services)), undefined);
  });

  it('says from when the picture of last time is, before the platform answers', () => {
    const kept = snapshot(services, { status: 'loading', asOf: new Date(2026, 10, 21, 10, 42).getTime() });
    assert.match(staleMessage(kept) ?? '', /^Connecting, showing what was known at .*42/);
    assert.equal(staleMessage(snapshot([], { status: 'loading' })), undefined);
    const now = new Date(2026, 10, 24, 9, 0).getTime();
    assert.match(clockTime(new Date(2026, 10, 21, 10, 42).getTime(), now), /21.*2026.*42|2026.*21.*42/);
    assert.doesNotMatch(clockTime(new Date(2026, 10, 24, 8, 42).getTime(), now), /2026/);
  });
});

describe('the status lens', () => {
  it('tells each environment in promotion order', () => {
    const hello = service(
      'hello',
      running('staging', 'Progressing', 'b'),
      running('development', 'Healthy', 'a'),
    );
    assert.equal(statusLens('hello', snapshot([hello])), 'development: Healthy a · staging: Progressing b');
  });

  it('is not there for a service that is deployed nowhere', () => {
    assert.equal(statusLens('hello', snapshot([service('hello')])), undefined);
    assert.equal(statusLens('unknown', snapshot([])), undefined);
  });
});

describe('the place of the lenses', () => {
  it('is the first line of the document that says something', () => {
    const lines = [
      '# a',
      'apiVersion: a',
      'x: y',
      '--- # next',
      '',
      '# about',
      'apiVersion: b',
      'kind: c',
      '  name: d',
    ];
    const at = (line: number): string => lines[line] ?? '';
    assert.equal(documentStart(at, 2), 1);
    assert.equal(documentStart(at, 8), 6);
    assert.equal(documentStart(at, 0), 0);
  });
});
