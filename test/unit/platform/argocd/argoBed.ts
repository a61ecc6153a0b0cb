import assert from 'node:assert/strict';
import type { DeploymentRequest, Operation } from '../../../../src/model/delivery.js';
import { PlatformError } from '../../../../src/model/errors.js';
import { createArgoPlatform, type ArgoPlatform } from '../../../../src/platform/argocd/argoPlatform.js';
import type { ArgoRules } from '../../../../src/platform/argocd/binding.js';
import { draft, FakeArgo, type Draft } from './fakeArgo.js';

/** An Argo CD in memory and the platform over it. */
export class ArgoBed {
  readonly argo: FakeArgo;
  platform: ArgoPlatform;

  constructor(...drafts: readonly Draft[]) {
    this.argo = new FakeArgo(...drafts.map(draft));
    this.platform = platformOver(this.argo);
  }

  /** Takes another platform, which knows nothing of what the one before did. */
  connect(rules: ArgoRules = {}): void {
    this.platform = platformOver(this.argo, rules);
  }

  deploy(request: Partial<DeploymentRequest> = {}, idempotencyKey = 'key-1'): Promise<Operation> {
    const whole = { environment: 'dev', kind: 'Deploy' as const, ...request };
    return this.platform.createDeployment('web', whole, { idempotencyKey });
  }

  dispose(): void {
    this.platform.dispose();
  }
}

function platformOver(argo: FakeArgo, rules: ArgoRules = {}): ArgoPlatform {
  return createArgoPlatform({
    url: 'http://127.0.0.1:8080',
    token: () => Promise.resolve('token'),
    transport: argo,
    policy: { attempts: 1, pollMs: 1, backoffBaseMs: 1, backoffCapMs: 2 },
    rules,
  });
}

/** The error that work is refused with. */
export async function refused(work: Promise<unknown>): Promise<PlatformError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'It was not refused.' });
}

/** Polls: what is awaited comes out of promises, not of a time. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 2_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new assert.AssertionError({ message: 'It did not come.' });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
