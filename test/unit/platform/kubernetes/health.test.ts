import assert from 'node:assert/strict';
import { healthOf } from '../../../../src/platform/kubernetes/health.js';
import type { KubeObject } from '../../../../src/platform/kubernetes/objects.js';

type Parts = Pick<KubeObject, 'spec' | 'status'>;

const seen = { observedGeneration: 2 };
const done = { ...seen, replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
const progress = (reason: string): NonNullable<KubeObject['status']> => ({
  ...done,
  conditions: [{ type: 'Progressing', status: 'False', reason, message: 'said so' }],
});
const ready = (status: string): NonNullable<KubeObject['status']> => ({
  ...seen,
  conditions: [{ type: 'Ready', status, reason: 'Some', message: 'said so' }],
});

/** Kind, what is special, the object's parts, health and what the message says. */
const table: readonly (readonly [string, string, Parts, string, RegExp?])[] = [
  ['Deployment', 'rolled out', { spec: { replicas: 2 }, status: done }, 'Healthy'],
  ['Deployment', 'of no replicas', { spec: { replicas: 0 }, status: seen }, 'Healthy'],
  ['Deployment', 'paused', { spec: { paused: true }, status: seen }, 'Suspended', /paused/],
  [
    'Deployment',
    'not seen yet',
    { spec: { replicas: 2 }, status: { observedGeneration: 1 } },
    'Progressing',
    /not seen/,
  ],
  [
    'Deployment',
    'stuck',
    { spec: { replicas: 2 }, status: progress('ProgressDeadlineExceeded') },
    'Degraded',
    /said so/,
  ],
  [
    'Deployment',
    'half new',
    { spec: { replicas: 2 }, status: { ...done, updatedReplicas: 1 } },
    'Progressing',
    /1 of 2/,
  ],
  [
    'Deployment',
    'with old ones',
    { spec: { replicas: 2 }, status: { ...done, replicas: 3 } },
    'Progressing',
    /1 old/,
  ],
  [
    'Deployment',
    'not available',
    { spec: { replicas: 2 }, status: { ...done, availableReplicas: 0 } },
    'Progressing',
    /0 of 2/,
  ],
  ['StatefulSet', 'never seen', { spec: { replicas: 1 }, status: {} }, 'Progressing', /not seen/],
  [
    'StatefulSet',
    'not ready',
    { spec: { replicas: 3 }, status: { ...done, readyReplicas: 2 } },
    'Progressing',
    /2 of 3/,
  ],
  [
    'StatefulSet',
    'rolled out in part, as asked',
    {
      spec: { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      status: { ...done, updatedReplicas: 1 },
    },
    'Healthy',
  ],
  [
    'StatefulSet',
    'behind its part',
    {
      spec: { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } },
      status: { ...done, updatedReplicas: 1 },
    },
    'Progressing',
    /1 of 2/,
  ],
  [
    'StatefulSet',
    'on delete',
    {
      spec: { replicas: 2, updateStrategy: { type: 'OnDelete' } },
      status: { ...done, currentRevision: 'a', updateRevision: 'b' },
    },
    'Healthy',
  ],
  [
    'StatefulSet',
    'of two revisions',
    { spec: { replicas: 2 }, status: { ...done, currentRevision: 'a', updateRevision: 'b' } },
    'Progressing',
  ],
  [
    'DaemonSet',
    'everywhere',
    { status: { ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 } },
    'Healthy',
  ],
  [
    'DaemonSet',
    'not everywhere new',
    { status: { ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 1 } },
    'Progressing',
    /1 of 3/,
  ],
  [
    'DaemonSet',
    'not everywhere up',
    { status: { ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 } },
    'Progressing',
    /2 of 3/,
  ],
  ['CronJob', 'that never ran', { status: {} }, 'Healthy'],
  ['CronJob', 'suspended', { spec: { suspend: true } }, 'Suspended'],
  [
    'CronJob',
    'that succeeded',
    { status: { lastScheduleTime: '2026-01-01T00:00:00Z', lastSuccessfulTime: '2026-01-01T00:00:09Z' } },
    'Healthy',
  ],
  [
    'CronJob',
    'that failed',
    { status: { lastScheduleTime: '2026-01-02T00:00:00Z', lastSuccessfulTime: '2026-01-01T00:00:09Z' } },
    'Degraded',
    /2026-01-02/,
  ],
  [
    'CronJob',
    'that runs',
    { status: { lastScheduleTime: '2026-01-02T00:00:00Z', active: [{}] } },
    'Progressing',
  ],
  [
    'Rollout',
    'paused',
    { status: { ...seen, phase: 'Paused', message: 'CanaryPauseStep' } },
    'Suspended',
    /CanaryPauseStep/,
  ],
  [
    'Rollout',
    'aborted',
    { status: { ...seen, phase: 'Degraded', message: 'aborted' } },
    'Degraded',
    /aborted/,
  ],
  ['Rollout', 'of a phase to come', { status: { ...seen, phase: 'Dreaming' } }, 'Unknown'],
  ['Kustomization', 'ready', { status: ready('True') }, 'Healthy'],
  ['Kustomization', 'reconciling', { status: ready('Unknown') }, 'Progressing'],
  ['Kustomization', 'failed', { status: ready('False') }, 'Degraded', /said so/],
  ['HelmRelease', 'suspended', { spec: { suspend: true }, status: ready('True') }, 'Suspended'],
  ['HelmRelease', 'without a word', { status: {} }, 'Unknown'],
];

describe('the health of a workload', () => {
  for (const [kind, what, parts, health, message] of table) {
    it(`${kind} ${what} is ${health}`, () => {
      const object = { metadata: { name: 'cart', generation: 2 }, ...parts };
      const finding = healthOf({ group: '', version: 'v1', kind, plural: '' }, object);
      assert.equal(finding.health, health);
      if (message) assert.match(finding.message ?? '', message);
    });
  }
});
