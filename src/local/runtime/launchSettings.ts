import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { at, member, text, type JsonObject } from '../manifest/json.js';
import type { HealthSettings, LaunchSchedule, Strategy } from './launch.js';

/** When a cron job runs; a schedule that is missing becomes a block. */
export function readSchedule(manifest: JsonObject, blocks: Block[]): LaunchSchedule | undefined {
  const schedule = at(manifest, 'spec', 'schedule');
  const cron = text(member(schedule, 'cron'));
  if (cron === undefined) {
    blocks.push({ reason: 'InputRequired', message: t('A cron job needs spec.schedule.cron.') });
    return undefined;
  }
  const policy = text(member(schedule, 'concurrencyPolicy'));
  return {
    cron,
    timeZone: text(member(schedule, 'timeZone')) ?? 'Etc/UTC',
    concurrencyPolicy: policy === 'Allow' || policy === 'Replace' ? policy : 'Forbid',
  };
}

/** What takes traffic in shares is done as Rolling here, and the plan says so. */
export function readStrategy(manifest: JsonObject, warnings: PlanFinding[]): Strategy {
  const asked = text(at(manifest, 'spec', 'delivery', 'strategy')) ?? 'Rolling';
  if (asked === 'Recreate') return 'Recreate';
  if (asked !== 'Rolling') {
    const message = t(
      'The local platform does not split traffic: the strategy {0} is carried out as Rolling.',
      asked,
    );
    warnings.push({ code: 'strategy-not-offered', severity: 'Warning', message });
  }
  return 'Rolling';
}

export function readHealth(manifest: JsonObject): HealthSettings {
  const settings = at(manifest, 'spec', 'health');
  const read = (key: string, fallback: number): number => {
    const value = member(settings, key);
    return typeof value === 'number' && value > 0 ? value : fallback;
  };
  return {
    startupDeadlineSeconds: read('startupDeadlineSeconds', 60),
    periodSeconds: read('periodSeconds', 10),
    timeoutSeconds: read('timeoutSeconds', 1),
    failureThreshold: read('failureThreshold', 3),
  };
}
