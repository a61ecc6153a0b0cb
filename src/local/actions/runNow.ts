import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { actionSpec, type LocalAction } from './action.js';

const pollMs = 100;

/** Runs a cron job now, besides its schedule and by its concurrency policy. */
export const runNow: LocalAction = {
  wire: {
    name: 'run-now',
    title: 'Run a cron job now',
    description: 'Starts one run besides the schedule and waits for its end.',
    category: 'Day2',
    appliesTo: ['ServiceEnvironment'],
    risk: 'Reversible',
    dryRun: true,
    parameters: [],
  },
  plan(app, request) {
    const { service, environment } = request;
    const schedule = app.runtime.schedule({ service, environment });
    if (!schedule) {
      throw new UserError(
        'local.not-scheduled',
        t('{0} is no cron job that is deployed in {1}.', service, environment),
      );
    }
    return {
      spec: actionSpec(t('Run {0} in {1} now', service, environment), request),
      plan: { changes: [{ action: 'Create', resource: `Run/${service}` }] },
      work: async (run) => {
        const started = await run.step('run', t('Run it'), () => schedule.run());
        if (!started) {
          throw new UserError('local.run-left-out', t('A run is under way, so this one was left out.'));
        }
        while (schedule.current.length > 0) await delay(pollMs, run.signal);
        const { health, message } = schedule.report;
        if (health !== 'Healthy') throw new UserError('local.run-failed', message ?? health);
        return {};
      },
    };
  },
};
