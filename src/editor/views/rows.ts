import { t } from '../../base/l10n.js';
import { worstHealth, type ServiceEnvironment } from '../../model/catalog.js';
import { deliveryTags } from '../delivery/deliveryTags.js';
import { shortAge } from './age.js';
import { goneRow, moreRow } from './commonRows.js';
import { detailsOf } from './details.js';
import { groupRow, shortReference } from './groupRow.js';
import { healthLook, healthWord, notDeployedLook, type Look } from './healthLook.js';
import type { DeploymentNode, Node } from './nodes.js';
import { deployedState, servicesIn, type Picture } from './picture.js';
import { lacks } from './lacks.js';
import { productionWord } from './productionWord.js';
import { standingWords } from './promotion.js';
import type { Row } from './row.js';
import { linkRow, linksOf } from './serviceLinks.js';
import { shortVersion } from './shortVersion.js';

/** Above this many services the tree starts folded. */
const fewServices = 10;

/** What a node shows in this picture. `now` is ms since the epoch; `inGroup` are the services of a group. */
export function rowOf(node: Node, picture: Picture, now: number, inGroup: readonly string[] = []): Row {
  switch (node.kind) {
    case 'group':
      return groupRow(node.group, inGroup, picture);
    case 'service':
      return serviceRow(node.service, picture);
    case 'environment':
      return environmentRow(node.environment, picture);
    case 'deployment':
      return deploymentRow(node, picture, now);
    case 'link':
      return linkRow(picture.live.services.get(node.service), node.url);
    case 'detail':
      return detailRow(node, picture, now);
    case 'platform':
      return leftRow(new URL(node.platform).host);
    case 'more':
      return moreRow(node.hidden);
    default:
      return goneRow();
  }
}

/** A platform that was left while its row was drawn. */
function leftRow(host: string): Row {
  return {
    label: host,
    description: t('disconnected'),
    look: { icon: 'cloud' },
    spoken: t('Platform {0}, {1}', host, t('disconnected')),
    tags: [],
    children: 'none',
  };
}

function serviceRow(name: string, picture: Picture): Row {
  const service = picture.live.services.get(name);
  if (lacks(picture.live, 'deployments')) return catalogRow(name, picture);
  const deployed = (service?.environments ?? []).filter(
    (state) => deployedState(service, state.environment) !== undefined,
  );
  const worst = worstHealth(deployed.map((state) => state.health));
  const description = worst === undefined ? t('not deployed') : worstPlace(worst, deployed);
  const local = picture.workspace.has(name);
  return {
    label: service?.title ?? name,
    description,
    look: worst === undefined ? notDeployedLook : healthLook(worst),
    spoken: t('Service {0}, {1}', service?.title ?? name, description),
    tags: ['service', ...(local ? ['deployable'] : [])],
    children: picture.live.services.size + picture.workspace.size <= fewServices ? 'expanded' : 'collapsed',
  };
}

/** A service of a platform that keeps a catalogue and runs nothing: whose it is and how far along. */
function catalogRow(name: string, { live }: Picture): Row {
  const service = live.services.get(name);
  const owner = service?.owner === undefined ? undefined : shortReference(service.owner);
  const words = service ? [owner, service.lifecycle] : [t('not in the catalogue')];
  const description = words.filter((word) => word !== undefined).join(' · ');
  return {
    label: service?.title ?? name,
    description,
    look: { icon: service ? 'package' : 'question' },
    spoken: t('Service {0}, {1}', service?.title ?? name, description),
    tags: ['service'],
    children: linksOf(service).length === 0 ? 'none' : 'collapsed',
  };
}

/** The row of a service with what a person did to it: pinned ones say so. */
export function withPin(row: Row, isPinned: boolean): Row {
  if (!isPinned) return { ...row, tags: [...row.tags, 'unpinned'] };
  return {
    ...row,
    description: t('{0} · pinned', row.description),
    spoken: t('{0}, pinned', row.spoken),
    tags: [...row.tags, 'pinned'],
  };
}

function worstPlace(worst: string, deployed: readonly ServiceEnvironment[]): string {
  if (worst === 'Healthy') return healthWord(worst);
  const places = deployed.filter((state) => state.health === worst).map((state) => state.environment);
  return t('{0} in {1}', healthWord(worst), places.join(', '));
}

function environmentRow(name: string, picture: Picture): Row {
  const environment = picture.live.environments.get(name);
  const states = [...picture.live.services.values()].flatMap((service) => {
    const state = deployedState(service, name);
    return state ? [state] : [];
  });
  const worst = worstHealth(states.map((state) => state.health));
  const production = environment?.production === true;
  const label = environment?.title ?? name;
  const parts = [
    ...productionWord(production, label),
    ...(states.length === 0 ? [t('nothing deployed')] : [countOf(states.length)]),
    ...(worst === undefined || worst === 'Healthy' ? [] : [healthWord(worst)]),
    ...(environment?.freeze?.closed ? [t('frozen')] : []),
  ];
  return {
    label,
    production,
    description: parts.join(' · '),
    look: environmentLook(production),
    spoken: t('Environment {0}, {1}', label, parts.join(', ')),
    tags: ['environment', ...(production ? ['prod'] : [])],
    children: servicesIn(picture, name).length > 0 ? 'collapsed' : 'none',
  };
}

function countOf(services: number): string {
  return services === 1 ? t('1 service') : t('{0} services', services);
}

/** Production differs by icon, colour and the word beside it. */
function environmentLook(production: boolean): Look {
  return production ? { icon: 'shield', color: 'list.warningForeground' } : { icon: 'server-environment' };
}

function deploymentRow(node: DeploymentNode, picture: Picture, now: number): Row {
  const service = picture.live.services.get(node.service);
  const environment = picture.live.environments.get(node.environment);
  const state = deployedState(service, node.environment);
  const production = environment?.production === true;
  const label =
    node.under === 'service' ? (environment?.title ?? node.environment) : (service?.title ?? node.service);
  const parts = [
    ...productionWord(production && node.under === 'service', label),
    ...(state ? stateWords(state, now, standingWords(picture.live, service, state)) : [t('not deployed')]),
  ];
  const tags = [
    'deployment',
    ...(state?.current ? ['deployed'] : []),
    ...(production ? ['prod'] : []),
    ...(picture.workspace.has(node.service) ? ['deployable'] : []),
    ...(state?.urls?.length ? ['reachable'] : []),
    ...deliveryTags(picture.live, node.service, node.environment, state),
  ];
  return {
    label,
    production: production && node.under === 'service',
    description: parts.join(' · '),
    look: state ? healthLook(state.health) : notDeployedLook,
    spoken: t('{0} in {1}, {2}', node.service, node.environment, parts.join(', ')),
    tags,
    children: state && detailsOf(state, picture.live, now).length > 0 ? 'collapsed' : 'none',
  };
}

/** A line below a deployment; one that is no longer so was drawn a moment ago. */
function detailRow(node: Extract<Node, { kind: 'detail' }>, picture: Picture, now: number): Row {
  const state = deployedState(picture.live.services.get(node.service), node.environment);
  const details = state ? detailsOf(state, picture.live, now) : [];
  return details.find(({ key }) => key === node.detail)?.row ?? goneRow();
}

/** Health first: it is what must survive a narrow side bar. Sync is named only when it is off. */
function stateWords(state: ServiceEnvironment, now: number, standing: string | undefined): readonly string[] {
  const age = shortAge(state.current?.finishedAt ?? state.current?.startedAt, now);
  return [
    healthWord(state.health),
    ...(state.current ? [shortVersion(state.current.version)] : []),
    ...(standing === undefined ? [] : [standing]),
    ...(state.sync === 'OutOfSync' ? [t('out of sync')] : []),
    ...(state.operation ? [t('deploying')] : []),
    ...(age ? [age] : []),
  ];
}
