import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';

const cronPattern = /^(@(yearly|annually|monthly|weekly|daily|hourly)|\S+\s+\S+\s+\S+\s+\S+\s+\S+)$/;

const policies = ['Allow', 'Replace', 'Forbid'];

/** When a CronJob runs; `undefined`, with a note, when it does not say so in a way that a Service can. */
export function scheduleOf(spec: Reader): Readonly<Record<string, string>> | undefined {
  const given = spec.text('schedule') ?? '';
  const [, prefix, rest] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(given) ?? [];
  const cron = (rest ?? given).trim();
  if (!cronPattern.test(cron)) {
    spec.note(
      t('“{0}” is not a schedule of five fields: a Service cannot say when it runs.', given),
      'error',
    );
    return undefined;
  }
  const timeZone = spec.text('timeZone') ?? prefix;
  // Kubernetes allows runs at the same time where nothing is said, a Service forbids it.
  const wanted = spec.has('concurrencyPolicy') ? asMap(spec.value)?.['concurrencyPolicy'] : 'Allow';
  const policy = policies.find((one) => one === wanted);
  if (policy) spec.take('concurrencyPolicy');
  if (spec.flag('suspend')) {
    spec.note(
      t('It is suspended: disable the environments where it must not run (environments.NAME.deploy).'),
    );
  }
  return {
    cron: cron.replace(/\s+/g, ' '),
    ...(timeZone !== undefined && { timeZone }),
    ...(policy && policy !== 'Forbid' && { concurrencyPolicy: policy }),
  };
}
