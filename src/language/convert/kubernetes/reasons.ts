import { t } from '../../../base/l10n.js';

const placement = (): string =>
  t('Where instances run is for the platform to decide: a Service does not say it.');
const rights = (): string =>
  t('What a process may do is for the platform to decide: a Service does not say it.');
const network = (): string =>
  t('How the network is laid out is for the platform to decide: a Service does not say it.');
const images = (): string =>
  t('How images are fetched is for the platform to decide: a Service does not say it.');
const rollout = (): string =>
  t('How fast a rollout goes is for the platform to decide: a Service says only its delivery strategy.');
const ending = (): string => t('A Service has no word for what happens when an instance ends.');
const runs = (): string => t('A Service has no word for retries, limits and history of runs.');

/** Why a key of a Kubernetes object has no place in a Service. */
const reasons: Readonly<Record<string, () => string>> = {
  affinity: placement,
  nodeName: placement,
  nodeSelector: placement,
  priorityClassName: placement,
  runtimeClassName: placement,
  schedulerName: placement,
  tolerations: placement,
  topologySpreadConstraints: placement,
  automountServiceAccountToken: rights,
  hostIPC: rights,
  hostPID: rights,
  hostUsers: rights,
  securityContext: rights,
  serviceAccount: rights,
  serviceAccountName: rights,
  clusterIP: network,
  dnsConfig: network,
  dnsPolicy: network,
  externalName: network,
  externalTrafficPolicy: network,
  hostAliases: network,
  hostNetwork: network,
  hostname: network,
  loadBalancerIP: network,
  loadBalancerSourceRanges: network,
  publishNotReadyAddresses: network,
  sessionAffinity: network,
  subdomain: network,
  imagePullPolicy: images,
  imagePullSecrets: images,
  maxSurge: rollout,
  maxUnavailable: rollout,
  minReadySeconds: rollout,
  progressDeadlineSeconds: rollout,
  revisionHistoryLimit: rollout,
  rollingUpdate: rollout,
  lifecycle: ending,
  terminationGracePeriodSeconds: ending,
  activeDeadlineSeconds: runs,
  backoffLimit: runs,
  completionMode: runs,
  completions: runs,
  failedJobsHistoryLimit: runs,
  parallelism: runs,
  podFailurePolicy: runs,
  startingDeadlineSeconds: runs,
  successfulJobsHistoryLimit: runs,
  ttlSecondsAfterFinished: runs,
};

export function reasonFor(key: string): string {
  const known = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
  return known?.() ?? t('A Service has no word for “{0}”; it is not carried.', key);
}
