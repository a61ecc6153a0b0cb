export type Plain = Readonly<Record<string, unknown>>;

export interface Typical {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'CronJob' | 'Job';
  readonly image: string;
  readonly port?: number;
  /** Named in the container, meant by its name in probes and the Service. */
  readonly portName?: string;
  readonly pod?: Plain;
  readonly container?: Plain;
  readonly spec?: Plain;
  /** Label keys that the software's own manifests select by. */
  readonly selector?: Plain;
  readonly labels?: Plain;
  readonly scaler?: Plain;
}

export const probe = (path: string, port: unknown, more: Plain = {}): Plain => ({
  httpGet: { path, port },
  ...more,
});
export const secret = (name: string, from: string, key: string): Plain => ({
  name,
  valueFrom: { secretKeyRef: { name: from, key } },
});
export const claim = (name: string, storage: string, more: Plain = {}): Plain => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
});
export const hardened = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
export const recommended = (name: string, more: Plain = {}): Plain => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': name,
  ...more,
});
export const database = (path: string, size: string): Pick<Typical, 'kind' | 'spec' | 'container'> => ({
  kind: 'StatefulSet',
  spec: { volumeClaimTemplates: [claim('data', size)], updateStrategy: { type: 'RollingUpdate' } },
  container: { volumeMounts: [{ name: 'data', mountPath: path }] },
});
