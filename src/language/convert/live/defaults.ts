/** What only a server or a tool that deploys sets; it is not compared. `*` stands for any one key. */
const serverSet: readonly string[] = [
  'status',
  'metadata.namespace',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.uid',
  'metadata.creationTimestamp',
  'metadata.generation',
  'metadata.selfLink',
  'metadata.ownerReferences',
  'metadata.finalizers',
  'volumeClaimTemplates.*.apiVersion',
  'volumeClaimTemplates.*.kind',
  'volumeClaimTemplates.*.status',
  'spec.clusterIP',
  'spec.clusterIPs',
  'spec.ipFamilies',
  'spec.ipFamilyPolicy',
  'spec.volumeName',
  'spec.storageClassName',
  'spec.ingressClassName',
  'containers.*.imagePullPolicy',
  'initContainers.*.imagePullPolicy',
];
const machineKeys =
  /^(kubectl\.kubernetes\.io\/|kubernetes\.io\/change-cause$|deployment\.kubernetes\.io\/|autoscaling\.alpha\.|pv\.kubernetes\.io\/|volume\.(beta\.)?kubernetes\.io\/|batch\.kubernetes\.io\/|argocd\.argoproj\.io\/|kustomize\.toolkit\.fluxcd\.io\/|meta\.helm\.sh\/|controller-uid$|job-name$|pod-template-hash$)/;

/** What Kubernetes takes where nothing is said, by the end of the path. */
const defaults: Readonly<Record<string, unknown>> = {
  'template.spec.restartPolicy': 'Always',
  'template.spec.dnsPolicy': 'ClusterFirst',
  'template.spec.schedulerName': 'default-scheduler',
  'template.spec.terminationGracePeriodSeconds': 30,
  'template.spec.serviceAccount': 'default',
  'template.spec.serviceAccountName': 'default',
  'template.spec.enableServiceLinks': true,
  'containers.*.terminationMessagePath': '/dev/termination-log',
  'containers.*.terminationMessagePolicy': 'File',
  'initContainers.*.terminationMessagePath': '/dev/termination-log',
  'initContainers.*.terminationMessagePolicy': 'File',
  'ports.*.protocol': 'TCP',
  'volumeMounts.*.readOnly': false,
  'configMap.defaultMode': 420,
  'secret.defaultMode': 420,
  'fieldRef.apiVersion': 'v1',
  'httpGet.scheme': 'HTTP',
  'httpGet.path': '/',
  'spec.progressDeadlineSeconds': 600,
  'spec.revisionHistoryLimit': 10,
  'spec.replicas': 1,
  'strategy.type': 'RollingUpdate',
  'rollingUpdate.maxSurge': '25%',
  'rollingUpdate.maxUnavailable': '25%',
  'rollingUpdate.partition': 0,
  'updateStrategy.type': 'RollingUpdate',
  'spec.podManagementPolicy': 'OrderedReady',
  'persistentVolumeClaimRetentionPolicy.whenDeleted': 'Retain',
  'persistentVolumeClaimRetentionPolicy.whenScaled': 'Retain',
  'spec.volumeMode': 'Filesystem',
  'spec.failedJobsHistoryLimit': 1,
  'spec.successfulJobsHistoryLimit': 3,
  'spec.suspend': false,
  'spec.backoffLimit': 6,
  'spec.completions': 1,
  'spec.parallelism': 1,
  'spec.completionMode': 'NonIndexed',
  'spec.manualSelector': false,
  'spec.podReplacementPolicy': 'TerminatingOrFailed',
  'spec.concurrencyPolicy': 'Allow',
  'spec.timeZone': 'Etc/UTC',
  'spec.type': 'ClusterIP',
  'spec.sessionAffinity': 'None',
  'spec.internalTrafficPolicy': 'Cluster',
  'spec.minReplicas': 1,
  'spec.metrics': [
    {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
    },
  ],
  'parentRefs.*.group': 'gateway.networking.k8s.io',
  'parentRefs.*.kind': 'Gateway',
  'backendRefs.*.group': '',
  'backendRefs.*.kind': 'Service',
  'backendRefs.*.weight': 1,
  'spec.refreshInterval': '1h0m0s',
  'target.creationPolicy': 'Owner',
  'target.deletionPolicy': 'Retain',
  'remoteRef.conversionStrategy': 'Default',
  'remoteRef.decodingStrategy': 'None',
  'remoteRef.metadataPolicy': 'None',
};
/** Of each probe. */
const probeDefaults: Readonly<Record<string, unknown>> = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

export function isServerSet(path: readonly string[]): boolean {
  const [key = '', map] = [path.at(-1), path.at(-2)];
  const isMachineMade =
    (map === 'annotations' || map === 'labels' || map === 'matchLabels') && machineKeys.test(key);
  return isMachineMade || serverSet.some((pattern) => ends(path, pattern));
}

export function isDefault(path: readonly string[], value: unknown): boolean {
  const [key = '', map = ''] = [path.at(-1), path.at(-2)];
  if (map.endsWith('Probe') && Object.hasOwn(probeDefaults, key)) return probeDefaults[key] === value;
  return Object.entries(defaults).some(
    ([pattern, usual]) => ends(path, pattern) && JSON.stringify(usual) === JSON.stringify(value),
  );
}

function ends(path: readonly string[], pattern: string): boolean {
  const steps = pattern.split('.');
  const tail = path.slice(-steps.length);
  return tail.length === steps.length && steps.every((step, index) => step === '*' || step === tail[index]);
}
