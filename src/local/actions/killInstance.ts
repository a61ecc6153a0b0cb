import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Instance } from '../runtime/instance.js';
import { actionSpec, type LocalAction } from './action.js';
import { watchObjectives } from './watchObjectives.js';

const pollMs = 50;

/** A chaos experiment: kills what runs, and watches how fast it recovers and what that does to its objectives. */
export const killInstance: LocalAction = {
  wire: {
    name: 'kill-instance',
    title: 'Chaos: kill an instance',
    description:
      'Kills the processes of the service without a warning, and watches its recovery and its objectives.',
    category: 'Day2',
    appliesTo: ['ServiceEnvironment'],
    risk: 'Reversible',
    dryRun: true,
    parameters: [
      {
        title: 'Experiment',
        schema: {
          type: 'object',
          properties: {
            recoverWithinSeconds: {
              type: 'integer',
              title: 'Recovers within',
              default: 30,
              minimum: 1,
              maximum: 600,
            },
          },
        },
      },
    ],
  },
  plan(app, request) {
    const { service, environment } = request;
    const seconds = Number(request.values['recoverWithinSeconds'] ?? 30);
    const running = (): Instance => {
      const instance = app.runtime.current({ service, environment });
      if (instance) return instance;
      throw new UserError('local.not-running', t('{0} does not run in {1}.', service, environment));
    };
    running();
    return {
      spec: actionSpec(t('Kill {0} in {1} and watch', service, environment), request),
      plan: { changes: [{ action: 'Replace', resource: `Service/${service}`, destructive: true }] },
      work: async (run) => {
        const instance = running();
        const before = instance.report.health;
        if (before !== 'Healthy') {
          throw new UserError(
            'local.not-healthy',
            t('It is {0}: an experiment starts with a healthy service.', before),
          );
        }
        const { restarts } = instance;
        const objectives = watchObjectives(app, { service, environment });
        const started = Date.now();
        const killed = await run.step('kill', t('Kill it'), () => Promise.resolve(instance.crash()));
        if (killed === 0) throw new UserError('local.not-running', t('No process of it ran.'));
        await run.step('recover', t('Watch the recovery'), async () => {
          const recovered = (): boolean =>
            instance.restarts >= restarts + killed && instance.report.health === 'Healthy';
          while (!recovered()) {
            if (Date.now() - started > seconds * 1_000) {
              const message = instance.report.message ?? instance.report.health;
              throw new UserError(
                'local.not-recovered',
                t('It did not recover in {0} seconds: {1}', seconds, message),
              );
            }
            await delay(pollMs, run.signal);
          }
        });
        const recoveredMs = Date.now() - started;
        const seen = await objectives(run);
        return { killed, recoveredMs, restarts: instance.restarts - restarts, ...seen };
      },
    };
  },
};
