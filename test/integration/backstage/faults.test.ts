import assert from 'node:assert/strict';
import { PlatformError, type PlatformErrorCode } from '../../../src/model/errors.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { FaultProxy, type Fault } from '../../support/faultProxy.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('a real Backstage on a bad day', function () {
  this.timeout(120_000);
  const proxy = new FaultProxy();
  const made: BackstagePlatform[] = [];
  let backstage: RunningBackstage | undefined;
  let url = '';

  before(async function () {
    if (!isBackstageThere('faults')) this.skip();
    backstage = await startBackstage({ recording: 'faults' });
    url = await proxy.start(backstage.url);
  });
  after(async () => {
    for (const each of made) each.dispose();
    if (url !== '') await proxy.close();
    await backstage?.stop();
  });

  const connect = (token = backstage!.token): BackstagePlatform => {
    const platform = createBackstagePlatform({
      url,
      token: () => Promise.resolve(token),
      transport: undiciTransport(),
      policy: { headersMs: 300, readDeadlineMs: 1_500 },
    });
    made.push(platform);
    return platform;
  };
  const refused = async (
    work: () => Promise<unknown>,
    code: PlatformErrorCode,
    words: RegExp,
  ): Promise<void> => {
    await assert.rejects(work(), (error) => {
      assert.ok(PlatformError.is(error, code), String(error));
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\n|node_modules|backstage-test-token/);
      return true;
    });
  };
  /** As Backstage refuses, whatever the reason. */
  const says =
    (status: number, name: string, message: string): Fault =>
    ({ response }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const stack = `${name}: ${message}\n    at work (/app/node_modules/x.js:1:1)`;
      response.end(JSON.stringify({ error: { name, message, stack }, response: { statusCode: status } }));
    };

  it('says in one sentence what it refuses', async () => {
    proxy.always(({ response, upstream }) =>
      upstream().then((answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
    await refused(() => connect('wrong').listServices(), 'unauthenticated', /Connect again/);
    await refused(() => connect(`${backstage!.token}-scaffolder`).listServices(), 'forbidden', /restricted/);
    await refused(() => connect().getService('nobody'), 'not-found', /nobody/);
  });

  it('says what is there already, and that nothing was begun', async () => {
    proxy.always(says(409, 'ConflictError', 'Location url:x already exists'));
    await refused(
      () => connect().locations.register('https://x.test/a.yaml'),
      'invalid-request',
      /already exists/,
    );
    assert.equal(proxy.seen.length, 1);
  });

  it('is asked again after a failure that passes, and for a write never', async () => {
    proxy.will(says(503, 'ServiceUnavailableError', 'Starting'));
    assert.ok((await connect().listServices()).items.length > 0);
    proxy.always(says(500, 'Error', 'Database is gone'));
    await refused(() => connect().getService('cart'), 'internal', /Database is gone/);
    proxy.always(says(500, 'Error', 'Database is gone'), ({ path }) => path.includes('/tasks'));
    const run = { templateRef: 'template:default/hello', values: {} };
    await refused(() => connect().scaffolder.create(run), 'internal', /Database is gone/);
    assert.equal(proxy.seen.filter(({ method }) => method === 'POST').length, 1);
  });

  it('is given up when it is slow', async () => {
    proxy.always(() => new Promise<void>(() => undefined));
    await refused(() => connect().listServices(), 'timeout', /did not answer within/);
  });

  it('is told apart from a page that answers in its place', async () => {
    proxy.always(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    });
    await refused(() => connect().listServices(), 'not-a-platform', /sign-in page/);
  });

  it('is named when it is down', async () => {
    const platform = connect();
    await proxy.close();
    const at = new URL(url).host;
    url = '';
    await refused(() => platform.listServices(), 'unreachable', new RegExp(`Nothing answers at ${at}`));
  });
});
