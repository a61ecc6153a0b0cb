import { moreTypical } from './typicalMore.js';
import { claim, database, probe, recommended, secret, type Plain, type Typical } from './typicalParts.js';

/** Workloads as teams run them, in the shape in which this software is usually deployed. */
const typical: Readonly<Record<string, Typical>> = {
  nginx: {
    image: 'nginx:1.27',
    port: 80,
    spec: { replicas: 3, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
  },
  httpd: { image: 'httpd:2.4', port: 80, portName: 'http', container: { livenessProbe: probe('/', 'http') } },
  redis: {
    image: 'redis:7',
    port: 6379,
    container: { args: ['--appendonly', 'yes'], livenessProbe: { tcpSocket: { port: 6379 } } },
  },
  'redis-cluster': { image: 'redis:7', port: 6379, ...database('/data', '1Gi') },
  memcached: { image: 'memcached:1.6', port: 11211, container: { command: ['memcached', '-m', '64'] } },
  postgres: {
    image: 'postgres:17',
    port: 5432,
    ...database('/var/lib/postgresql/data', '20Gi'),
    pod: { terminationGracePeriodSeconds: 120 },
  },
  mysql: {
    image: 'mysql:8',
    port: 3306,
    kind: 'StatefulSet',
    container: {
      env: [secret('MYSQL_ROOT_PASSWORD', 'mysql', 'root')],
      readinessProbe: { exec: { command: ['mysqladmin', 'ping'] }, periodSeconds: 5 },
    },
  },
  mariadb: {
    image: 'mariadb:11',
    port: 3306,
    ...database('/var/lib/mysql', '8Gi'),
    pod: { securityContext: { fsGroup: 999 } },
  },
  mongodb: { image: 'mongo:7', port: 27017, ...database('/data/db', '10Gi') },
  cassandra: {
    image: 'cassandra:5',
    port: 9042,
    ...database('/cassandra_data', '1Ti'),
    pod: { terminationGracePeriodSeconds: 1800 },
  },
  rabbitmq: {
    image: 'rabbitmq:4-management',
    port: 5672,
    portName: 'amqp',
    kind: 'StatefulSet',
    container: {
      livenessProbe: {
        exec: { command: ['rabbitmq-diagnostics', 'ping'] },
        initialDelaySeconds: 60,
        periodSeconds: 60,
        timeoutSeconds: 15,
      },
    },
  },
  kafka: {
    image: 'apache/kafka:3.9.0',
    port: 9092,
    ...database('/var/lib/kafka', '100Gi'),
    pod: {
      affinity: {
        podAntiAffinity: {},
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
          },
        },
      },
    },
  },
  zookeeper: {
    image: 'zookeeper:3.9',
    port: 2181,
    kind: 'StatefulSet',
    spec: { podManagementPolicy: 'Parallel', replicas: 3 },
  },
  nats: {
    image: 'nats:2.10',
    port: 4222,
    kind: 'StatefulSet',
    container: { args: ['-js'], lifecycle: { preStop: { exec: { command: ['nats-server', '-sl=ldm'] } } } },
  },
  etcd: {
    image: 'quay.io/coreos/etcd:v3.5.17',
    port: 2379,
    ...database('/var/etcd', '2Gi'),
    spec: {
      serviceName: 'etcd-headless',
      volumeClaimTemplates: [claim('data', '2Gi', { storageClassName: 'fast' })],
    },
  },
  elasticsearch: {
    image: 'elasticsearch:8.16.0',
    port: 9200,
    ...database('/usr/share/elasticsearch/data', '30Gi'),
    pod: {
      initContainers: [
        {
          name: 'sysctl',
          image: 'busybox:1.36',
          command: ['sysctl', '-w', 'vm.max_map_count=262144'],
          securityContext: { privileged: true },
        },
      ],
    },
  },
  kibana: {
    image: 'kibana:8.16.0',
    port: 5601,
    container: {
      env: [{ name: 'ELASTICSEARCH_HOSTS', value: 'http://elasticsearch:9200' }],
      resources: { limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: '100m' } },
    },
  },
  logstash: {
    image: 'logstash:8.16.0',
    port: 5044,
    container: { volumeMounts: [{ name: 'pipeline', mountPath: '/usr/share/logstash/pipeline' }] },
    pod: { volumes: [{ name: 'pipeline', configMap: { name: 'logstash-pipeline' } }] },
  },
  prometheus: {
    image: 'prom/prometheus:v3.0.0',
    port: 9090,
    portName: 'web',
    kind: 'StatefulSet',
    container: {
      args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.retention.time=15d'],
      readinessProbe: probe('/-/ready', 'web', { failureThreshold: 120, periodSeconds: 5 }),
    },
    pod: { serviceAccountName: 'prometheus' },
  },
  alertmanager: {
    image: 'prom/alertmanager:v0.28.0',
    port: 9093,
    kind: 'StatefulSet',
    container: {
      env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
      args: ['--cluster.listen-address=$(POD_IP):9094'],
    },
  },
  grafana: {
    image: 'grafana/grafana:11.3.0',
    port: 3000,
    portName: 'http-grafana',
    container: {
      readinessProbe: probe('/robots.txt', 3000, {
        initialDelaySeconds: 10,
        periodSeconds: 30,
        timeoutSeconds: 2,
      }),
      volumeMounts: [{ mountPath: '/var/lib/grafana', name: 'storage' }],
    },
    pod: {
      securityContext: { fsGroup: 472, supplementalGroups: [0] },
      volumes: [{ name: 'storage', persistentVolumeClaim: { claimName: 'grafana-pvc' } }],
    },
  },
  loki: {
    image: 'grafana/loki:3.2.0',
    port: 3100,
    ...database('/loki', '10Gi'),
    labels: recommended('loki', { 'app.kubernetes.io/component': 'single-binary' }),
  },
  tempo: { image: 'grafana/tempo:2.6.0', port: 3200, selector: recommended('tempo') },
  jaeger: {
    image: 'jaegertracing/all-in-one:1.62.0',
    port: 16686,
    container: { env: [{ name: 'COLLECTOR_OTLP_ENABLED', value: 'true' }] },
  },
  ...moreTypical,
};

/** Each workload by name, with the Service and autoscaler that belong to it. */
export function typicalWorkloads(): ReadonlyMap<string, readonly Plain[]> {
  return new Map(Object.entries(typical).map(([name, one]) => [name, objectsOf(name, one)]));
}

/** A workload with what the pods and containers of others have besides, and a variable of any value. */
export function mixedWorkload(name: string, others: readonly string[], value: string): readonly Plain[] {
  const mixed = [name, ...others].flatMap((one) => typical[one] ?? []);
  const [first] = mixed;
  if (!first) return [];
  const part = (key: 'pod' | 'container'): Plain =>
    Object.assign({}, ...mixed.map((one) => one[key] ?? {})) as Plain;
  const env = [...((part('container')['env'] ?? []) as Plain[]), { name: 'ANY_VALUE', value }];
  return objectsOf(name, { ...first, pod: part('pod'), container: { ...part('container'), env } });
}

function objectsOf(
  name: string,
  {
    kind = 'Deployment',
    image,
    port,
    portName,
    pod = {},
    container = {},
    spec = {},
    selector,
    labels,
    scaler,
  }: Typical,
): Plain[] {
  const selecting = selector ?? labels ?? { app: name };
  const metadata = { name, namespace: 'shop', labels: { ...selecting, ...labels } };
  const ports =
    port === undefined
      ? {}
      : { ports: [{ containerPort: port, ...(portName !== undefined && { name: portName }) }] };
  const others = (pod['containers'] ?? []) as Plain[];
  const template = {
    metadata: { labels: selecting },
    spec: { ...pod, containers: [{ name, image, ...ports, ...container }, ...others] },
  };
  const selection = { selector: { matchLabels: selecting } };
  const body =
    kind === 'CronJob'
      ? { ...spec, jobTemplate: { spec: { template } } }
      : kind === 'Job'
        ? { ...spec, template }
        : { ...selection, ...(kind === 'StatefulSet' && { serviceName: name }), ...spec, template };
  const apiVersion = kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1';
  const network = {
    selector: selecting,
    ports: [{ port: port ?? 0, ...(portName !== undefined && { name: portName, targetPort: portName }) }],
  };
  return [
    { apiVersion, kind, metadata, spec: body },
    ...(port === undefined ? [] : [{ apiVersion: 'v1', kind: 'Service', metadata, spec: network }]),
    ...(scaler === undefined
      ? []
      : [
          {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            metadata,
            spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name }, ...scaler },
          },
        ]),
  ];
}
