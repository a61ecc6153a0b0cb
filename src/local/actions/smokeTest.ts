import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { text } from '../manifest/json.js';
import { actionSpec, type LocalAction } from './action.js';

const timeoutMs = 5_000;

/** Asks the running service a few times, and fails when it does not answer well. */
export const smokeTest: LocalAction = {
  wire: {
    name: 'smoke-test',
    title: 'Run a smoke test',
    description: 'Asks the service for a path a few times and says how it answered.',
    category: 'Day2',
    appliesTo: ['ServiceEnvironment'],
    risk: 'ReadOnly',
    dryRun: true,
    parameters: [
      {
        title: 'Smoke test',
        schema: {
          type: 'object',
          properties: {
            path: { type: 'string', title: 'Path', default: '/', pattern: '^/' },
            count: { type: 'integer', title: 'Requests', default: 5, minimum: 1, maximum: 100 },
          },
        },
      },
    ],
  },
  plan(app, request) {
    const { service, environment } = request;
    const path = text(request.values['path']) ?? '/';
    const count = Number(request.values['count'] ?? 5);
    const [url] = app.runtime.current({ service, environment })?.urls ?? [];
    if (url === undefined) {
      throw new UserError(
        'local.no-address',
        t('{0} has no address in {1}: nothing can be asked.', service, environment),
      );
    }
    const address = `${url}${path}`;
    return {
      spec: actionSpec(t('Smoke test of {0} in {1}', service, environment), request),
      plan: {
        changes: [{ action: 'NoOp', resource: `Service/${service}`, message: `GET ${address} × ${count}` }],
      },
      work: async (run) => {
        const times: number[] = [];
        await run.step('ask', t('Ask {0} times', count), async () => {
          for (let index = 0; index < count; index++) {
            const started = performance.now();
            const status = await ask(address, run.signal);
            run.log(`GET ${path} ${status}`);
            if (status >= 400) {
              throw new UserError('local.smoke-failed', t('{0} answers {1}.', address, status));
            }
            times.push(performance.now() - started);
          }
        });
        return { requests: count, slowestMs: Math.round(Math.max(...times)) };
      },
    };
  },
};

async function ask(address: string, signal: AbortSignal): Promise<number> {
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError('local.smoke-failed', t('{0} does not answer.', address), error);
  }
}
