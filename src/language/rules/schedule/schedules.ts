import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { canFire, parseCron, type CronFault } from '../../schedule/cron.js';
import { isTimeZone, timeZones } from '../../schedule/timeZones.js';
import { valueSpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';

/** Where the kinds have a schedule. */
const places: Readonly<Record<string, Path>> = { Service: ['spec', 'schedule'], FreezeWindow: ['spec'] };

/** A cron expression that cannot be read or never fires, and a time zone that does not exist. */
export function schedules(document: YamlDocument, kind: Kind): Finding[] {
  const path = places[kind.name];
  if (!path) return [];
  const holder = path.length === 1 ? specOf(document) : asMap(specOf(document)['schedule']);
  return [
    ...cronFindings(document, [...path, 'cron'], holder?.['cron']),
    ...zoneFindings(document, [...path, 'timeZone'], holder?.['timeZone']),
  ];
}

function cronFindings(document: YamlDocument, path: Path, value: unknown): Finding[] {
  if (typeof value !== 'string') return [];
  const cron = parseCron(value);
  if ('part' in cron) {
    return [finding('schedule/cron-syntax', valueSpan(document, path), cronMessage(cron))];
  }
  if (canFire(cron)) return [];
  const message = t('“{0}” never fires: none of its months has such a day. Choose an earlier day.', value);
  return [finding('schedule/never-fires', valueSpan(document, path), message)];
}

function cronMessage({ field, part, from, to }: CronFault): string {
  if (field === undefined) {
    return t(
      '“{0}” is not a cron expression. Write five fields: minute, hour, day of month, month, day of week.',
      part,
    );
  }
  return t(
    '“{0}” is no {1} of a cron expression. Write {2} to {3}, *, a list, a range, or a step such as */5.',
    part,
    fieldWords(field),
    from,
    to,
  );
}

function fieldWords(field: NonNullable<CronFault['field']>): string {
  switch (field) {
    case 'minute':
      return t('minute');
    case 'hour':
      return t('hour');
    case 'day of month':
      return t('day of month');
    case 'month':
      return t('month');
    case 'day of week':
      return t('day of week');
  }
}

function zoneFindings(document: YamlDocument, path: Path, name: unknown): Finding[] {
  if (typeof name !== 'string' || isTimeZone(name)) return [];
  const suggestion = nearest(name, timeZones());
  const message = suggestion
    ? t('There is no time zone “{0}”. Did you mean “{1}”?', name, suggestion)
    : t('There is no time zone “{0}”. Write an IANA name, for example Europe/Berlin.', name);
  return [finding('schedule/unknown-time-zone', valueSpan(document, path), message, meant(suggestion))];
}
