import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentRequest, Operation, Plan } from '../../../src/model/delivery.js';
import type { ConfigSource } from '../../../src/model/engine.js';
import type { Platform } from '../../../src/model/platform.js';
import { withGitDelivery, type GitDeliveryOptions } from '../../../src/platform/gitops/gitDelivery.js';
import { deployment, FakeEngine } from './fakeEngine.js';
import { GitHost } from './gitHost.js';

export const production = `# what runs in production
resources:
  - ../../base
images:
  - name: registry.example/orders # ours
    newTag: 1.0.0
  - name: registry.example/proxy
    newTag: "2.0"
`;
export const staging = production.replace('1.0.0', '1.1.0').replace('production', 'staging');

export const promote: DeploymentRequest = {
  kind: 'Promote',
  environment: 'production',
  fromEnvironment: 'staging',
  release: 'release-1.1.0',
};

/** An engine that runs a service in two environments, and the repository that says so. */
export class DeliveryBed {
  readonly cache = mkdtempSync(path.join(tmpdir(), 'golden-path-gitops-'));
  readonly host = new GitHost({
    'envs/production/kustomization.yaml': production,
    'envs/staging/kustomization.yaml': staging,
    'envs/production/notes.txt': 'not ours\n',
    'base/deployment.yaml': 'kind: Deployment\n',
  });
  readonly engine = new FakeEngine();
  now = Date.parse('2026-06-01T12:00:00Z');

  constructor() {
    this.engine.deployments.push(
      deployment('p1', 'production', '1.0.0'),
      deployment('s1', 'staging', '1.1.0'),
    );
    this.engine.runs('production', this.source('production', '1.0.0'));
    this.engine.runs('staging', this.source('staging', '1.1.0'));
  }

  source(environment: string, version: string, more: Partial<ConfigSource> = {}): ConfigSource {
    return {
      repository: this.host.address,
      branch: 'main',
      path: `envs/${environment}`,
      format: 'Kustomize',
      images: [`registry.example/orders:${version}`, 'registry.example/proxy:2.0'],
      commit: this.host.commitOf('main'),
      ...more,
    };
  }

  platformWith(options: Partial<GitDeliveryOptions> = {}): Platform {
    return withGitDelivery(this.engine.platform, {
      folder: this.cache,
      env: this.host.env,
      clock: { now: () => this.now },
      pace: () => 20,
      ...options,
    });
  }

  send(
    platform: Platform,
    plan: Plan,
    key: string,
    more: Partial<DeploymentRequest> = {},
  ): Promise<Operation> {
    const request = { ...promote, planFingerprint: plan.fingerprint, ...more };
    return platform.createDeployment('orders', request, { idempotencyKey: key });
  }

  async branchOf(platform: Platform, key = 'key'): Promise<{ operation: Operation; branch: string }> {
    const plan = await platform.planDeployment('orders', promote);
    const operation = await this.send(platform, plan, key);
    return { operation, branch: operation.blockedBy?.name ?? '' };
  }

  async until(platform: Platform, id: string, state: string): Promise<Operation> {
    for (const deadline = Date.now() + 20_000; ;) {
      this.now += 1000;
      const operation = await platform.getOperation(id);
      if (operation.state === state) return operation;
      assert.ok(Date.now() < deadline, `still ${operation.state}: ${operation.message ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  dispose(): void {
    this.host.dispose();
    rmSync(this.cache, { recursive: true, force: true });
  }
}
