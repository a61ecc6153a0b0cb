import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { PlatformError } from '../../model/errors.js';
import type { KubeObject } from './objects.js';

/** What brings an object, so that a change beside it would not stay. */
export interface Keeper {
  readonly tool: 'Argo CD' | 'Flux' | 'Helm' | 'controller';
  /** Of the application, release or object that brings it, as far as it is told. */
  readonly name?: string;
  readonly namespace?: string;
  /** Whether it writes again what anybody changes. */
  readonly isWatchful: boolean;
}

const flux = ['kustomize', 'helm'].map((part) => `${part}.toolkit.fluxcd.io`);

/** Who brings an object: Argo CD, Flux, another controller or Helm; `undefined` where nobody says so. */
export function keeperOf({ metadata }: KubeObject): Keeper | undefined {
  const { labels = {}, annotations = {}, managedFields = [], ownerReferences = [] } = metadata;
  const application =
    annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'];
  const isOfArgo = managedFields.some(({ manager = '' }) =>
    /^argocd-(application-)?controller$/.test(manager),
  );
  if (application !== undefined || isOfArgo) {
    return { tool: 'Argo CD', isWatchful: true, ...(application !== undefined && { name: application }) };
  }
  for (const group of flux) {
    const [name, namespace] = [labels[`${group}/name`], labels[`${group}/namespace`]];
    if (name !== undefined) {
      return { tool: 'Flux', name, isWatchful: true, ...(namespace !== undefined && { namespace }) };
    }
  }
  const owner = ownerReferences.find(({ controller }) => controller === true);
  if (owner) return { tool: 'controller', name: `${owner.kind} ${owner.name}`, isWatchful: true };
  const release = annotations['meta.helm.sh/release-name'];
  if (release === undefined && labels['app.kubernetes.io/managed-by'] !== 'Helm') return undefined;
  return { tool: 'Helm', isWatchful: false, ...(release !== undefined && { name: release }) };
}

/** The keeper in words, e.g. `Argo CD (shop-production)`. */
export function keeperName({ tool, name }: Keeper): string {
  if (tool === 'controller') return name ?? tool;
  return name === undefined ? tool : `${tool} (${name})`;
}

/** Why a workload is not changed here. */
export function keptSentence(keeper: Keeper, workload: string): string {
  return keeper.tool === 'Helm'
    ? t('{0} brings {1}: its next upgrade would undo a change here.', keeperName(keeper), workload)
    : t('{0} brings {1} and would undo a change here.', keeperName(keeper), workload);
}

export function keptError(keeper: Keeper, workload: string): PlatformError {
  const detail = keptSentence(keeper, workload);
  const next =
    keeper.tool === 'Helm'
      ? t('Upgrade or roll back the release.')
      : t('Make the change where it comes from, in Git.');
  return refusal('blocked', `${detail} ${next}`, {
    blockedBy: { reason: 'OwnedElsewhere', name: keeperName(keeper), message: detail },
    remediation: { text: next },
  });
}
