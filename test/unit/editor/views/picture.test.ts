import assert from 'node:assert/strict';
import { environmentNames, environmentsInOrder, serviceNames } from '../../../../src/editor/views/picture.js';
import { picture, running, service, snapshot } from '../pictures.js';

describe('the picture that views render', () => {
  it('lists environments in promotion order', () => {
    const names = environmentsInOrder(snapshot([])).map((environment) => environment.name);
    assert.deepEqual(names, ['development', 'staging', 'production']);
  });

  it('adds an environment that only the service tells of', () => {
    const hello = service('hello', running('preview-7', 'Healthy'));
    assert.deepEqual(environmentNames(snapshot([hello]), hello).at(-1), 'preview-7');
  });

  it('lists services of the platform and of the workspace once, by name', () => {
    const shown = picture([service('web-10'), service('web-2')], 'api', 'web-2');
    assert.deepEqual(serviceNames(shown), ['api', 'web-2', 'web-10']);
  });

  it('leaves out what was made for the pull request of another service', () => {
    const preview = { name: 'pr-1', type: 'ephemeral', production: false, ephemeral: { service: 'hello' } };
    const { live } = picture([]);
    const more = { ...live, environments: new Map([...live.environments, ['pr-1', preview]]) };
    assert.ok(environmentNames(more, service('hello')).includes('pr-1'));
    assert.ok(!environmentNames(more, service('other')).includes('pr-1'));
    const there = service('other', running('pr-1', 'Healthy'));
    assert.ok(environmentNames(more, there).includes('pr-1'));
  });
});
