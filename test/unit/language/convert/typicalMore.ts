import { database, hardened, probe, recommended, secret, type Typical } from './typicalParts.js';

/** More of them: what watches, serves and runs by the clock. */
export const moreTypical: Readonly<Record<string, Typical>> = {
  'otel-collector': {
    image: 'otel/opentelemetry-collector:0.114.0',
    port: 4317,
    container: {
      ports: [{ containerPort: 4317 }, { containerPort: 4318 }, { containerPort: 8888, name: 'metrics' }],
      env: [{ name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }],
    },
  },
  coredns: {
    image: 'registry.k8s.io/coredns/coredns:v1.11.3',
    port: 53,
    selector: { 'k8s-app': 'kube-dns' },
    pod: {
      priorityClassName: 'system-cluster-critical',
      dnsPolicy: 'Default',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
    },
    container: {
      ports: [
        { containerPort: 53, name: 'dns', protocol: 'UDP' },
        { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
      ],
      securityContext: hardened,
    },
  },
  'metrics-server': {
    image: 'registry.k8s.io/metrics-server/metrics-server:v0.7.2',
    port: 10250,
    portName: 'https',
    container: {
      livenessProbe: probe('/livez', 'https', { failureThreshold: 3, periodSeconds: 10 }),
      readinessProbe: {
        httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' },
        initialDelaySeconds: 20,
      },
      securityContext: hardened,
      imagePullPolicy: 'IfNotPresent',
      volumeMounts: [{ mountPath: '/tmp', name: 'tmp-dir' }],
    },
    pod: { volumes: [{ emptyDir: {}, name: 'tmp-dir' }] },
  },
  dashboard: {
    image: 'kubernetesui/dashboard:v2.7.0',
    port: 8443,
    pod: { volumes: [{ name: 'certs', secret: { secretName: 'dashboard-certs' } }] },
    container: { volumeMounts: [{ name: 'certs', mountPath: '/certs' }] },
  },
  'ingress-nginx-controller': {
    image:
      'registry.k8s.io/ingress-nginx/controller:v1.11.3@sha256:d56f135b6462cfc476447cfe564b83a45e8bb7da2774963b00d12161112270b7',
    port: 80,
    portName: 'http',
    selector: recommended('ingress-nginx', { 'app.kubernetes.io/component': 'controller' }),
    container: {
      lifecycle: { preStop: { exec: { command: ['/wait-shutdown'] } } },
      env: [
        { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
        { name: 'LD_PRELOAD', value: '/usr/local/lib/libmimalloc.so' },
      ],
    },
  },
  traefik: {
    image: 'traefik:v3.2',
    port: 80,
    container: {
      args: ['--api.insecure'],
      ports: [
        { name: 'web', containerPort: 80 },
        { name: 'dashboard', containerPort: 8080, hostPort: 8080 },
      ],
    },
  },
  'cert-manager': {
    image: 'quay.io/jetstack/cert-manager-controller:v1.16.1',
    container: {
      ports: [{ containerPort: 9402, name: 'http-metrics' }],
      args: ['--v=2', '--cluster-resource-namespace=$(POD_NAMESPACE)'],
    },
    labels: recommended('cert-manager', {
      'app.kubernetes.io/version': 'v1.16.1',
      'helm.sh/chart': 'cert-manager-v1.16.1',
    }),
  },
  'cert-manager-webhook': {
    image: 'quay.io/jetstack/cert-manager-webhook:v1.16.1',
    port: 10250,
    portName: 'https',
    container: {
      livenessProbe: probe('/livez', 6080, {
        failureThreshold: 3,
        successThreshold: 1,
        initialDelaySeconds: 60,
      }),
      readinessProbe: probe('/healthz', 6080),
    },
  },
  'argocd-server': {
    image: 'quay.io/argoproj/argocd:v2.13.0',
    port: 8080,
    selector: { 'app.kubernetes.io/name': 'argocd-server' },
    labels: { 'app.kubernetes.io/part-of': 'argocd', 'app.kubernetes.io/component': 'server' },
    container: {
      env: [
        {
          name: 'ARGOCD_SERVER_INSECURE',
          valueFrom: {
            configMapKeyRef: { name: 'argocd-cmd-params-cm', key: 'server.insecure', optional: true },
          },
        },
      ],
    },
  },
  'argocd-repo-server': {
    image: 'quay.io/argoproj/argocd:v2.13.0',
    port: 8081,
    pod: {
      automountServiceAccountToken: false,
      initContainers: [
        {
          name: 'copyutil',
          image: 'quay.io/argoproj/argocd:v2.13.0',
          command: ['/bin/cp'],
          volumeMounts: [{ name: 'var-files', mountPath: '/var/run/argocd' }],
        },
      ],
      volumes: [{ name: 'var-files', emptyDir: {} }],
    },
  },
  'argocd-application-controller': {
    image: 'quay.io/argoproj/argocd:v2.13.0',
    kind: 'StatefulSet',
    container: { readinessProbe: probe('/healthz', 8082, { initialDelaySeconds: 5 }) },
  },
  'external-dns': {
    image: 'registry.k8s.io/external-dns/external-dns:v0.15.0',
    spec: { strategy: { type: 'Recreate' } },
    container: { args: ['--source=service', '--provider=aws'] },
  },
  'cluster-autoscaler': {
    image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.0',
    pod: { volumes: [{ name: 'ssl', hostPath: { path: '/etc/ssl/certs' } }] },
    container: { volumeMounts: [{ name: 'ssl', mountPath: '/etc/ssl/certs', readOnly: true }] },
  },
  keda: { image: 'ghcr.io/kedacore/keda:2.16.0', port: 9666, container: { securityContext: hardened } },
  vault: {
    image: 'hashicorp/vault:1.18',
    port: 8200,
    ...database('/vault/data', '10Gi'),
    container: {
      readinessProbe: { exec: { command: ['/bin/sh', '-ec', 'vault status -tls-skip-verify'] } },
      securityContext: { capabilities: { add: ['IPC_LOCK'] } },
    },
  },
  consul: {
    image: 'hashicorp/consul:1.20',
    port: 8500,
    kind: 'StatefulSet',
    pod: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
        },
      },
    },
  },
  minio: {
    image: 'minio/minio:latest',
    port: 9000,
    container: {
      args: ['server', '/data'],
      env: [secret('MINIO_ROOT_USER', 'minio', 'user'), secret('MINIO_ROOT_PASSWORD', 'minio', 'password')],
    },
  },
  keycloak: {
    image: 'quay.io/keycloak/keycloak:26.0',
    port: 8080,
    container: {
      args: ['start-dev'],
      readinessProbe: probe('/realms/master', 8080),
      startupProbe: probe('/health/started', 9000, { failureThreshold: 600, periodSeconds: 1 }),
    },
  },
  wordpress: {
    image: 'wordpress:6',
    port: 80,
    container: {
      env: [
        { name: 'WORDPRESS_DB_HOST', value: 'mysql' },
        secret('WORDPRESS_DB_PASSWORD', 'mysql-pass', 'password'),
      ],
      volumeMounts: [{ name: 'content', mountPath: '/var/www/html', subPath: 'html' }],
    },
    pod: { volumes: [{ name: 'content', persistentVolumeClaim: { claimName: 'wp-pv-claim' } }] },
    spec: { strategy: { type: 'Recreate' } },
  },
  gitea: { image: 'gitea/gitea:1.22', port: 3000, ...database('/data', '10Gi') },
  jenkins: {
    image: 'jenkins/jenkins:lts',
    port: 8080,
    kind: 'StatefulSet',
    pod: { serviceAccountName: 'jenkins', hostAliases: [{ ip: '10.0.0.1', hostnames: ['git.local'] }] },
  },
  sonarqube: {
    image: 'sonarqube:lts',
    port: 9000,
    container: { envFrom: [{ secretRef: { name: 'sonar' } }, { configMapRef: { name: 'sonar-config' } }] },
  },
  backstage: {
    image: 'backstage:1.0.0',
    port: 7007,
    portName: 'http',
    container: { envFrom: [{ secretRef: { name: 'postgres-secrets' } }] },
    labels: { team: 'platform', tier: 'high' },
    pod: { imagePullSecrets: [{ name: 'registry' }] },
  },
  frontend: {
    image: 'shop/frontend:v0.10.1',
    port: 8080,
    container: {
      env: [{ name: 'PRODUCT_CATALOG_SERVICE_ADDR', value: 'productcatalogservice:3550' }],
      readinessProbe: {
        httpGet: {
          path: '/_healthz',
          port: 8080,
          httpHeaders: [{ name: 'Cookie', value: 'shop_session-id=x-readiness-probe' }],
        },
        initialDelaySeconds: 10,
      },
    },
    pod: { serviceAccountName: 'frontend', securityContext: { runAsUser: 1000 } },
    scaler: {
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  },
  cartservice: {
    image: 'shop/cart:v0.10.1',
    port: 7070,
    container: {
      livenessProbe: { grpc: { port: 7070 }, periodSeconds: 10 },
      resources: {
        requests: { cpu: '200m', memory: '64Mi' },
        limits: { cpu: '300m', memory: '128Mi', 'nvidia.com/gpu': 1 },
      },
    },
  },
  loadgenerator: {
    image: 'shop/load:v0.10.1',
    container: { env: [{ name: 'PRICE', value: 'a$$b ${NOT}' }] },
    pod: {
      containers: [{ name: 'sidecar', image: 'busybox', command: ['sleep', '3600'] }],
      restartPolicy: 'Always',
    },
    scaler: { minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 80 },
  },
  'nightly-backup': {
    kind: 'CronJob',
    image: 'postgres:17',
    spec: { schedule: '15 2 * * *', successfulJobsHistoryLimit: 1 },
    container: {
      command: ['/bin/sh', '-c', 'pg_dump $DATABASE_URL > /backup/$(date +%F).sql'],
      env: [secret('DATABASE_URL', 'backup', 'url')],
    },
    pod: { restartPolicy: 'OnFailure' },
  },
  cleanup: {
    kind: 'CronJob',
    image: 'bitnami/kubectl:1.31',
    spec: {
      schedule: '*/30 * * * *',
      concurrencyPolicy: 'Replace',
      suspend: true,
      startingDeadlineSeconds: 60,
    },
    pod: { restartPolicy: 'Never' },
  },
  report: {
    kind: 'CronJob',
    image: 'report:7',
    spec: { schedule: '0 6 * * 1', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' },
    pod: { restartPolicy: 'Never', activeDeadlineSeconds: 600 },
  },
  migrate: {
    kind: 'Job',
    image: 'orders:2',
    spec: { backoffLimit: 4, ttlSecondsAfterFinished: 100 },
    pod: { restartPolicy: 'Never' },
    container: { args: ['migrate'] },
  },
  pi: {
    kind: 'Job',
    image: 'perl:5.34',
    spec: { parallelism: 2, completions: 5 },
    pod: { restartPolicy: 'OnFailure' },
    container: { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] },
  },
};
