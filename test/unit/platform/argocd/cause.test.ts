import assert from 'node:assert/strict';
import { applicationOf } from '../../../../src/platform/argocd/application.js';
import { causeIn, faultOf } from '../../../../src/platform/argocd/cause.js';
import { draft, type Draft } from './fakeArgo.js';

type Json = Readonly<Record<string, unknown>>;

const node = (kind: string, name: string, status: string, message?: string, reason?: string): Json => ({
  kind,
  name,
  health: { status, ...(message !== undefined && { message }) },
  ...(reason !== undefined && { info: [{ name: 'Status Reason', value: reason }] }),
  ...(kind === 'Pod' && { images: ['registry.example.com/web:missing'] }),
});

const faultIn = (wanted: Partial<Draft>): string | undefined => {
  const json = draft({ name: 'web-dev', ...wanted });
  const app = applicationOf(json, true);
  assert.ok(app);
  return faultOf(app, json);
};

describe('why a service of Argo CD is not well', () => {
  const deadline = 'Deployment "web" exceeded its progress deadline';

  it('is told by the instance that is in trouble, with what to do', () => {
    const said = 'Back-off pulling image "registry.example.com/web:missing"';
    const nodes = [
      node('Service', 'web', 'Healthy'),
      node('Deployment', 'web', 'Degraded', deadline),
      node('Pod', 'web-1', 'Degraded', said, 'ImagePullBackOff'),
    ];
    assert.deepEqual(causeIn(nodes), {
      reason: 'ImagePullBackOff',
      sentence:
        'web-1 cannot pull the image registry.example.com/web:missing. Check in Git that its name and tag are right, and that the cluster may pull it.',
    });
  });

  it('is a crash, something that is missing, or what the object itself says', () => {
    const sentenceOf = (...given: readonly Json[]): string | undefined => causeIn(given)?.sentence;
    assert.equal(
      sentenceOf(
        node('Pod', 'web-1', 'Degraded', 'back-off 5m0s restarting failed container', 'CrashLoopBackOff'),
      ),
      'web-1 ends as soon as it has started: back-off 5m0s restarting failed container. Read its log.',
    );
    assert.equal(
      sentenceOf(node('Pod', 'web-1', 'Degraded', 'secret "db" not found', 'CreateContainerConfigError')),
      'web-1 cannot start: secret "db" not found. Add in Git what it lacks.',
    );
    assert.equal(sentenceOf(node('Deployment', 'web', 'Degraded', deadline)), `Deployment/web: ${deadline}.`);
    assert.equal(sentenceOf(node('Deployment', 'web', 'Healthy')), undefined);
    assert.equal(sentenceOf(), undefined);
  });

  it('is what is broken before what is under way', () => {
    const cause = causeIn([
      node('Pod', 'web-1', 'Progressing', 'starting'),
      node('Ingress', 'web', 'Degraded', 'no address'),
    ]);
    assert.equal(cause?.sentence, 'Ingress/web: no address.');
  });

  it('is the sync that failed, by the object that was refused', () => {
    const home = 'Mend apps/web-dev in https://git.example.com/config.git, then sync again.';
    const operationState = {
      phase: 'Failed',
      startedAt: '2026-01-03T00:00:00Z',
      message: 'one or more objects failed to apply, reason: x (retried 5 times).',
    };
    assert.equal(faultIn({ status: { operationState } }), `The last sync of web-dev failed: x. ${home}`);
    const resources = [
      { kind: 'Service', name: 'web', status: 'Synced' },
      { kind: 'Deployment', name: 'web', status: 'SyncFailed', message: 'spec.replicas: Invalid value' },
    ];
    assert.equal(
      faultIn({ status: { operationState: { ...operationState, syncResult: { resources } } } }),
      `The last sync of web-dev failed: Deployment/web: spec.replicas: Invalid value. ${home}`,
    );
    const ended = { ...operationState, message: 'Operation terminated' };
    assert.equal(faultIn({ status: { operationState: ended } }), undefined);
  });

  it('is what Argo CD cannot read or does not take', () => {
    const conditions = (type: string, message: string): object => ({
      conditions: [{ type, message }],
    });
    const path =
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = apps/x: app path does not exist';
    assert.equal(
      faultIn({ status: conditions('ComparisonError', path) }),
      'Argo CD cannot read what Git has of web-dev: apps/x: app path does not exist. Mend apps/web-dev in https://git.example.com/config.git.',
    );
    assert.match(
      faultIn({ status: conditions('InvalidSpecError', 'destination is not permitted') }) ?? '',
      /is not valid: destination is not permitted\. Change it, or ask whoever manages the project default/,
    );
    assert.equal(faultIn({}), undefined);
  });
});
