import { t } from '../../base/l10n.js';
import { actorName, ownerName, shortReference, type OwnerTitles } from '../../model/reference.js';
import { localTime } from './age.js';
import { groupOf } from './arranged.js';
import { conditionLines } from './conditions.js';
import { readyWord } from './details.js';
import { healthWord } from './healthLook.js';
import type { Node } from './nodes.js';
import { deployedState, type Picture } from './picture.js';
import { standingWords } from './promotion.js';
import { titleOf } from './titleOf.js';

/** Title and name–value lines of a tooltip, all of it plain text. */
export interface Tooltip {
  readonly title: string;
  readonly lines: readonly (readonly [name: string, value: string])[];
}

/** What a row tells when pointed at. `undefined` where the row already says it all. */
export function tooltipOf(node: Node, picture: Picture): Tooltip | undefined {
  switch (node.kind) {
    case 'service':
      return serviceTooltip(node.service, picture);
    case 'group':
      return groupTooltip(node.group, picture);
    case 'environment':
      return environmentTooltip(node.environment, picture);
    case 'deployment':
      return deploymentTooltip(node.service, node.environment, picture);
    default:
      return undefined;
  }
}

function serviceTooltip(name: string, { live, workspace, owners }: Picture): Tooltip {
  const service = live.services.get(name);
  return {
    title: titleOf(service, name),
    lines: present([
      [t('Description'), service?.description],
      [t('Owner'), ownerWords(service?.owner, owners)],
      [t('System'), service?.system && shortReference(service.system)],
      [t('Type'), service?.type],
      [t('Lifecycle'), service?.lifecycle],
      [t('Source'), workspace.has(name) ? t('in this workspace') : service?.repository?.url],
      [t('Platform'), service ? (live.info?.title ?? live.info?.name) : t('not known there yet')],
    ]),
  };
}

function environmentTooltip(name: string, { live }: Picture): Tooltip | undefined {
  const environment = live.environments.get(name);
  if (!environment) return undefined;
  return {
    title: environment.title ?? name,
    lines: present([
      [t('Type'), environment.type],
      [
        t('Production'),
        environment.production ? t('yes: a typed name and a reason are asked for') : undefined,
      ],
      [t('Promotes from'), environment.promotesFrom?.join(', ')],
      [t('Frozen'), environment.freeze?.closed ? (environment.freeze.reason ?? t('yes')) : undefined],
      [t('Opens'), environment.freeze?.closed ? localTime(environment.freeze.nextOpen) : undefined],
    ]),
  };
}

export function deploymentTooltip(service: string, environment: string, { live, owners }: Picture): Tooltip {
  const known = live.services.get(service);
  const state = deployedState(known, environment);
  const title = t('{0} in {1}', service, environment);
  if (!state) return { title, lines: [[t('Health'), t('not deployed')]] };
  const { faults, facts } = conditionLines(state);
  return {
    title,
    lines: present([
      [t('Health'), healthWord(state.health)],
      [t('Reason'), state.message],
      ...faults,
      [t('Version'), state.current?.version],
      [t('Compared'), standingWords(live, known, state)],
      [t('Commit'), state.current?.commit?.message],
      [t('Deployed'), localTime(state.current?.finishedAt ?? state.current?.startedAt)],
      [t('By'), actorName(state.current?.by)],
      [t('Sync'), state.sync],
      [t('Instances'), state.replicas && readyWord(state.replicas)],
      [t('Owner'), ownerWords(known?.owner, owners)],
      [t('Address'), state.urls?.join(', ')],
      ...facts,
    ]),
  };
}

/** Who a group of an owner is of, since its row tells the name alone. */
function groupTooltip(key: string, { owners }: Picture): Tooltip | undefined {
  const { grouping, value } = groupOf(key);
  if (grouping !== 'owner' || value === '') return undefined;
  return { title: ownerName(value, owners), lines: [[t('Owner'), value]] };
}

/** The owner's name with the reference that it stands for. */
function ownerWords(reference: string | undefined, owners: OwnerTitles | undefined): string {
  if (reference === undefined) return t('none given');
  const name = ownerName(reference, owners);
  return name === reference ? name : t('{0} ({1})', name, reference);
}

/** The lines that have a value. */
export function present(lines: readonly (readonly [string, string | undefined])[]): Tooltip['lines'] {
  return lines.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}
