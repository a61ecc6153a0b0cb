import assert from 'node:assert/strict';
import {
  environmentNames,
  environmentsInOrder,
  serviceNames,
  servicesIn,
} from '../../../../src/editor/views/picture.js';
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

  it('lists in an environment what runs there and what could', () => {
    const shown = picture([service('a', running('staging', 'Healthy')), service('b')], 'own');
    assert.deepEqual(servicesIn(shown, 'staging'), ['a', 'own']);
  });
});
