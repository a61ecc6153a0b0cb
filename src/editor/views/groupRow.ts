import { t } from '../../base/l10n.js';
import { worstHealth } from '../../model/catalog.js';
import { ownerName, shortReference, type OwnerTitles } from '../../model/reference.js';
import { groupOf } from './arranged.js';
import { healthLook, healthWord, notDeployedLook, type Look } from './healthLook.js';
import { deployedState, type Picture } from './picture.js';
import type { Row } from './row.js';
import { servicesWord } from './servicesWord.js';

/** The row of services that belong together; it tells their number and the worst of them. */
export function groupRow(key: string, services: readonly string[], { live, owners }: Picture): Row {
  const { grouping, value } = groupOf(key);
  const environment = grouping === 'environment' ? live.environments.get(value) : undefined;
  const label = labelOf(grouping, value, environment?.title, owners);
  const production = environment?.production === true;
  const worst = worstHealth(
    services.flatMap((name) => {
      const service = live.services.get(name);
      return (service?.environments ?? []).flatMap(({ environment: at, health }) =>
        (grouping !== 'environment' || at === value) && deployedState(service, at) ? [health] : [],
      );
    }),
  );
  const parts = [
    ...(production ? [t('production')] : []),
    servicesWord(services.length),
    ...(worst === undefined || worst === 'Healthy' || grouping === 'health' ? [] : [healthWord(worst)]),
  ];
  return {
    label,
    description: parts.join(' · '),
    look: lookOf(grouping, value, production),
    spoken: t('Group {0}, {1}', label, parts.join(', ')),
    tags: ['group', ...(production ? ['prod'] : [])],
    children: 'collapsed',
    ...(production && { production }),
  };
}

function labelOf(
  grouping: string,
  value: string,
  title: string | undefined,
  owners: OwnerTitles | undefined,
): string {
  switch (grouping) {
    case 'owner':
      return value === '' ? t('No owner') : ownerName(value, owners);
    case 'system':
      return value === '' ? t('No system') : shortReference(value);
    case 'tier':
      return value === '' ? t('No tier') : value;
    case 'health':
      return value === '' ? t('Not deployed') : healthWord(value);
    default:
      return value === '' ? t('Not deployed') : (title ?? value);
  }
}

function lookOf(grouping: string, value: string, production: boolean): Look {
  if (production) return { icon: 'shield', color: 'goldenPath.production' };
  switch (grouping) {
    case 'owner':
      return { icon: 'organization' };
    case 'system':
      return { icon: 'symbol-namespace' };
    case 'tier':
      return { icon: 'layers' };
    case 'health':
      return value === '' ? notDeployedLook : healthLook(value);
    default:
      return value === '' ? notDeployedLook : { icon: 'server-environment' };
  }
}
