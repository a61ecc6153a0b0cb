import { t } from '../../base/l10n.js';
import { worstHealth, type ServiceEnvironment } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import type { LiveSnapshot } from '../../model/live.js';
import { ownerName } from '../../model/reference.js';
import { waitsForApproval } from '../../platform/writes/follow.js';
import { deliveryTags } from '../delivery/deliveryTags.js';
import { shortAge } from './age.js';
import { bareRow, goneRow, moreRow } from './commonRows.js';
import { detailsOf } from './details.js';
import { factsOf } from './environmentFacts.js';
import { environmentRow, stateRow } from './environmentRows.js';
import { groupRow } from './groupRow.js';
import { healthLook, healthWord, notDeployedLook } from './healthLook.js';
import { cannotDeploy, isOnlyCatalogued } from './lacks.js';
import type { DeploymentNode, Node } from './nodes.js';
import { deployedState, type Picture } from './picture.js';
import { productionWord } from './productionWord.js';
import { titleOf } from './titleOf.js';
import { standingWords } from './promotion.js';
import type { Row } from './row.js';
import { linkRow, linksOf } from './serviceLinks.js';
import { shortTitle } from './shortTitle.js';
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
      return environmentRow(node.environment, picture, now);
    case 'state':
      return stateRow(node.environment, node.state, picture);
    case 'fact':
      return factRow(node, picture, now);
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
      return bareRow(node);
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
  if (isOnlyCatalogued(picture.live, service)) return catalogRow(name, picture);
  const deployed = (service?.environments ?? []).filter(
    (state) => deployedState(service, state.environment) !== undefined,
  );
  const worst = worstHealth(deployed.map((state) => state.health));
  const isFolded = picture.live.services.size + picture.workspace.size > fewServices;
  const health = worst === undefined ? t('not deployed') : worstPlace(worst, deployed);
  // A narrow view cuts the end off; health is in the icon, too.
  const description = [...(isFolded ? inProduction(deployed, picture.live) : []), health].join(' · ');
  const isShown = cannotDeploy(picture.live);
  const local = picture.workspace.has(name) && !isShown;
  return {
    label: titleOf(service, name),
    description,
    look: worst === undefined ? notDeployedLook : healthLook(worst),
    spoken: t('Service {0}, {1}', titleOf(service, name), description),
    tags: ['service', ...(local ? ['deployable'] : []), ...(isShown && service ? ['catalogued'] : [])],
    children: isFolded ? 'collapsed' : 'expanded',
  };
}

/** What production runs, for a row whose environments are out of sight. */
function inProduction(states: readonly ServiceEnvironment[], live: LiveSnapshot): readonly string[] {
  return states.flatMap(({ environment: name, current }) => {
    const environment = live.environments.get(name);
    if (environment?.production !== true || !current) return [];
    return [`${environment.title ?? name} ${shortVersion(current.version)}`];
  });
}

/** A service of a platform that keeps a catalogue and runs nothing: whose it is and how far along. */
function catalogRow(name: string, { live, owners }: Picture): Row {
  const service = live.services.get(name);
  const owner = service?.owner === undefined ? undefined : ownerName(service.owner, owners);
  const words = service ? [owner, service.lifecycle] : [t('not in the catalogue')];
  const description = words.filter((word) => word !== undefined).join(' · ');
  return {
    label: titleOf(service, name),
    description,
    look: { icon: service ? 'package' : 'question' },
    spoken: t('Service {0}, {1}', titleOf(service, name), description),
    tags: ['service', 'catalogue', ...(service ? ['catalogued'] : [])],
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

function deploymentRow(node: DeploymentNode, picture: Picture, now: number): Row {
  const service = picture.live.services.get(node.service);
  const environment = picture.live.environments.get(node.environment);
  const state = deployedState(service, node.environment);
  const production = environment?.production === true;
  const label =
    node.under === 'service'
      ? shortTitle(node.environment, picture.live.environments)
      : titleOf(service, node.service);
  const parts = [
    ...productionWord(production && node.under === 'service', label),
    ...(state
      ? stateWords(state, picture.live, now, standingWords(picture.live, service, state))
      : [t('not deployed')]),
  ];
  const isMine = picture.workspace.has(node.service) || state?.sync === 'OutOfSync';
  const isDeployable = isMine && !cannotDeploy(picture.live);
  const tags = [
    'deployment',
    ...(state?.current ? ['deployed'] : []),
    ...(production ? ['prod'] : []),
    ...(isDeployable ? ['deployable'] : []),
    ...(state?.urls?.length ? ['reachable'] : []),
    ...(state?.health === 'Degraded' || state?.health === 'Missing' ? ['unhealthy'] : []),
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

function factRow(
  { environment: name, fact }: Extract<Node, { kind: 'fact' }>,
  { live }: Picture,
  now: number,
): Row {
  const environment = live.environments.get(name);
  const facts = environment ? factsOf(environment, live, now) : [];
  return facts.find(({ key }) => key === fact)?.row ?? goneRow();
}

/** What waits has not begun: the place must not look as if it were changing. */
function underWayWords(operation: Operation | undefined): string {
  if (operation?.state !== 'Blocked') return t('deploying');
  return waitsForApproval(operation) ? t('a change waits for approval') : t('a change is held up');
}

/** Health first: it is what must survive a narrow side bar. Sync is named only when it is off. */
function stateWords(
  state: ServiceEnvironment,
  live: LiveSnapshot,
  now: number,
  standing: string | undefined,
): readonly string[] {
  const age = shortAge(state.current?.finishedAt ?? state.current?.startedAt, now);
  return [
    healthWord(state.health),
    ...(state.current ? [shortVersion(state.current.version)] : []),
    ...(standing === undefined ? [] : [standing]),
    ...(state.sync === 'OutOfSync' ? [t('out of sync')] : []),
    ...(state.operation === undefined ? [] : [underWayWords(live.operations.get(state.operation))]),
    ...(age ? [age] : []),
  ];
}
