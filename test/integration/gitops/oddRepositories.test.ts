import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ConfigSource } from '../../../src/model/engine.js';
import type { DeploymentRequest, Plan } from '../../../src/model/delivery.js';
import { UserError } from '../../../src/model/errors.js';
import { DeliveryBed, promote } from './deliveryBed.js';
import { deployment } from './fakeEngine.js';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

describe('Repositories as people have them', function () {
  this.timeout(60_000);
  let bed: DeliveryBed;

  beforeEach(() => {
    bed = new DeliveryBed();
  });
  afterEach(() => bed.dispose());

  /** Plans and pushes; gives the branch and the lines that are otherwise on it. */
  async function pushed(
    request: DeploymentRequest = promote,
  ): Promise<{ plan: Plan; branch: string; lines: string[] }> {
    const platform = bed.platformWith();
    const plan = await platform.planDeployment('orders', request);
    assert.deepEqual(plan.blocks, []);
    const acknowledge = (plan.warnings ?? []).map(({ code }) => code);
    const { blockedBy } = await platform.createDeployment(
      'orders',
      { ...request, planFingerprint: plan.fingerprint, acknowledge },
      { idempotencyKey: crypto.randomUUID() },
    );
    const branch = blockedBy?.name ?? '';
    const diff = bed.host.git(bed.host.bare, 'diff', '-U0', 'main', branch);
    return { plan, branch, lines: diff.split('\n').filter((line) => /^[-+]/.test(line)) };
  }

  function runs(environment: string, images: readonly string[], more: Partial<ConfigSource>): void {
    bed.engine.runs(environment, bed.source(environment, '', { images, ...more }));
  }

  it('a monorepo of overlays with digests, CRLF, comments, a submodule and an LFS pointer', async () => {
    const overlay = (tag: string, pin: string): string =>
      [
        '# overlay\t',
        'resources: [../../base]',
        'images:',
        '- name: registry.example/orders   # the service',
        `  newTag: "${tag}" # by release`,
        `  digest: ${pin}`,
        '- {name: registry.example/proxy, newTag: 2.0}',
      ].join('\r\n');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid ${digest('f')}\nsize 12\n`;
    const at = 'shops/eu/apps/orders/overlays';
    bed.host.commit(
      {
        [`${at}/staging/kustomization.yaml`]: overlay('1.1.0', digest('b')),
        [`${at}/production/kustomization.yaml`]: overlay('1.0.0', digest('a')),
        [`${at}/production/big.yaml`]: pointer,
        [`${at}/canary/kustomization.yaml`]: overlay('0.9.0', digest('c')),
        '.gitattributes': '*.yaml -text\nbig.yaml filter=lfs diff=lfs merge=lfs -text\n',
        '.gitmodules': '[submodule "x"]\n\tpath = shops/x\n\turl = ext::sh -c evil\n',
      },
      'A monorepo',
    );
    const { host } = bed;
    host.git(
      host.work,
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${host.commitOf('main')},${at}/production/sub`,
    );
    host.git(host.work, 'commit', '--quiet', '-m', 'A submodule');
    host.git(host.work, 'push', '--quiet', 'origin', 'HEAD:main');
    for (const [environment, version, pin] of [
      ['production', '1.0.0', digest('a')],
      ['staging', '1.1.0', digest('b')],
    ] as const) {
      const images = [`registry.example/orders:${version}@${pin}`, 'registry.example/proxy:2.0'];
      runs(environment, images, { path: `./${at}/${environment}/`, commit: host.commitOf('main') });
    }
    const { branch, lines } = await pushed();
    assert.equal(lines.length, 6, lines.join('\n'));
    const file = `${at}/production/kustomization.yaml`;
    assert.equal(host.read(branch, file), overlay('1.1.0', digest('b')));
  });

  it('Helm values with the tag deep inside, and a chart beside the values', async () => {
    const values = (tag: string): string =>
      `global:\n  registry: registry.example\norders:\n  web:\n    image:\n      repository: registry.example/orders\n      tag: ${tag} # web\n  worker:\n    image: { repository: registry.example/orders, tag: ${tag} }\n`;
    bed.host.commit(
      {
        'chart/Chart.yaml': 'apiVersion: v2\nname: orders\nversion: 1.0.0\n',
        'chart/values.yaml': 'replicas: 1\n',
        'chart/templates/d.yaml': 'image: {{ .Values.orders.web.image.tag }}\n',
        'chart/values-production.yaml': values('1.0.0'),
        'chart/values-staging.yaml': values('1.1.0'),
      },
      'A chart',
    );
    for (const [environment, version] of [
      ['production', '1.0.0'],
      ['staging', '1.1.0'],
    ] as const) {
      const valueFiles = [`chart/values-${environment}.yaml`];
      runs(environment, [`registry.example/orders:${version}`], {
        path: 'chart',
        format: 'Helm',
        valueFiles,
      });
    }
    const { lines } = await pushed();
    assert.deepEqual(lines.slice(2), [
      '-      tag: 1.0.0 # web',
      '+      tag: 1.1.0 # web',
      '-    image: { repository: registry.example/orders, tag: 1.0.0 }',
      '+    image: { repository: registry.example/orders, tag: 1.1.0 }',
    ]);
  });

  it('plain YAML with several containers, documents and another registry', async () => {
    const manifest = (registry: string, tag: string): string =>
      [
        'kind: Deployment',
        'spec:',
        '  template:',
        '    spec:',
        '      initContainers:',
        `        - { name: migrate, image: "${registry}/orders:${tag}" }`,
        '      containers:',
        '        - name: web',
        `          image: ${registry}/orders:${tag}   # us`,
        '        - name: proxy',
        '          image: envoyproxy/envoy:v1.30',
        '---',
        'kind: CronJob',
        `spec: { image: '${registry}/orders:${tag}' }`,
        '',
      ].join('\n');
    bed.host.commit(
      {
        'plain/production/all.yaml': manifest('prod.example', '1.0.0'),
        'plain/staging/all.yaml': manifest('stage.example', '1.1.0'),
      },
      'Plain',
    );
    for (const [environment, image] of [
      ['production', 'prod.example/orders:1.0.0'],
      ['staging', 'stage.example/orders:1.1.0'],
    ] as const) {
      const images = [image, 'envoyproxy/envoy:v1.30'];
      runs(environment, images, { path: `plain/${environment}`, format: 'Directory' });
    }
    const { plan, lines } = await pushed();
    assert.deepEqual(
      lines.slice(2).filter((line) => line.startsWith('+')),
      [
        '+        - { name: migrate, image: "prod.example/orders:1.1.0" }',
        '+          image: prod.example/orders:1.1.0   # us',
        "+spec: { image: 'prod.example/orders:1.1.0' }",
      ],
    );
    assert.ok(plan.warnings?.some(({ code }) => code === 'other-registry'));
  });

  it('a renamed default branch, which is followed as HEAD or was followed by its old name', async () => {
    const { host } = bed;
    host.git(host.bare, 'branch', '-m', 'main', 'trunk');
    for (const environment of ['production', 'staging']) {
      const version = environment === 'staging' ? '1.1.0' : '1.0.0';
      bed.engine.runs(environment, {
        ...bed.engine.sources.get(environment)!,
        images: [`registry.example/orders:${version}`, 'registry.example/proxy:2.0'],
        branch: 'HEAD',
      });
    }
    const plan = await bed.platformWith().planDeployment('orders', promote);
    assert.deepEqual(plan.blocks, []);
    assert.match(JSON.stringify(plan.warnings), /merged into trunk/);
    bed.engine.runs('production', { ...bed.engine.sources.get('production')!, branch: 'main' });
    const old = await bed.platformWith().planDeployment('orders', promote);
    assert.equal(old.blocks?.[0]?.reason, 'NotABranch');
    assert.match(old.blocks[0].message ?? '', /follows main of file:.*which is no branch/);
  });

  it('an empty repository, none at all, and a machine without git', async () => {
    const empty = path.join(bed.host.folder, 'empty.git');
    bed.host.git(bed.host.folder, 'init', '--quiet', '--bare', empty);
    runs('production', ['registry.example/orders:1.0.0'], { repository: `file://${empty}`, branch: 'HEAD' });
    const plan = await bed.platformWith().planDeployment('orders', promote);
    assert.equal(plan.blocks?.[0]?.reason, 'NotABranch');
    runs('production', ['registry.example/orders:1.0.0'], { repository: `file://${empty}-not` });
    await assert.rejects(bed.platformWith().planDeployment('orders', promote), { code: 'not-found' });
    const none = bed.platformWith({ git: () => Promise.resolve('/nowhere/git') });
    await assert.rejects(
      none.planDeployment('orders', promote),
      (error) => error instanceof UserError && error.code === 'git.missing',
    );
  });

  it('a roll back to a commit that was pruned from Git is refused with the reason', async () => {
    bed.engine.deployments.push(deployment('p0', 'production', '0.9.0', { state: 'Superseded' }));
    const history = [{ deployment: 'p0', commit: '1'.repeat(40) }];
    bed.engine.runs('production', bed.source('production', '1.0.0', { history }));
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p0' };
    const plan = await bed.platformWith().planDeployment('orders', request);
    assert.equal(plan.blocks?.[0]?.reason, 'NotReversible');
  });

  it('a folder whose only change would be in one that is a link is left alone', async () => {
    const { host } = bed;
    mkdirSync(path.join(host.work, 'linked'), { recursive: true });
    const blob = host.git(host.work, 'rev-parse', 'HEAD:envs/staging/kustomization.yaml');
    host.git(host.work, 'update-index', '--add', '--cacheinfo', `120000,${blob},linked/kustomization.yaml`);
    host.git(host.work, 'commit', '--quiet', '-m', 'A link');
    host.git(host.work, 'push', '--quiet', 'origin', 'HEAD:main');
    runs('production', ['registry.example/orders:1.0.0'], { path: 'linked' });
    const plan = await bed.platformWith().planDeployment('orders', promote);
    assert.equal(plan.blocks?.[0]?.reason, 'NothingToDo');
  });
});
