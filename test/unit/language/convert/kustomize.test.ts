import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { jsonPatch, type PatchStep } from '../../../../src/language/convert/render/jsonPatch.js';
import { renderFiles } from '../../../../src/language/convert/render/renderFiles.js';
import { renderService } from '../../../../src/language/convert/render/renderService.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
type Plain = Record<string, unknown>;
const manifest = parse(
  readFileSync(path.join(root, 'test/fixtures/render/checkout.platform.yaml'), 'utf8'),
) as Plain;

/** Applies a JSON Patch, as Kustomize does. */
function patched(value: unknown, steps: readonly PatchStep[]): unknown {
  return steps.reduce<unknown>((now, step) => {
    if (step.path === '') return 'value' in step ? step.value : undefined;
    const copy = structuredClone(now) as Plain;
    const keys = step.path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    const holder = keys.reduce<Plain>((at, key) => at[key] as Plain, copy);
    if (step.op === 'remove') Reflect.deleteProperty(holder, last);
    else holder[last] = structuredClone(step.value);
    return copy;
  }, value);
}

describe('a Kustomize base and overlay', () => {
  it('come to what is rendered for the environment', () => {
    const options = { environment: 'production', image: 'registry.example.com/checkout:2' };
    const { files } = renderFiles(manifest, { ...options, namespace: 'shop' }, 'kustomize');
    const read = (name: string): unknown => {
      const file = files.find((one) => one.path === name);
      return file && parse(file.text);
    };
    const overlay = read('overlays/production/kustomization.yaml') as { patches: { path: string }[] };
    const deployment = patched(
      read('base/deployment.yaml'),
      read('overlays/production/deployment.patch.yaml') as PatchStep[],
    );
    const { objects } = renderService(manifest, { environment: 'production', image: 'checkout' });
    assert.deepEqual(
      deployment,
      objects.find(({ kind }) => kind === 'Deployment'),
    );
    for (const { path: name } of overlay.patches) assert.ok(read(`overlays/production/${name}`), name);
  });

  it('leave images alone that are not built, also one that is called like the service', () => {
    const service = (image: string): Plain => ({
      apiVersion: 'goldenpath.dev/v1alpha1',
      kind: 'Service',
      metadata: { name: 'nginx' },
      spec: { type: 'service', workload: { containers: { web: { image }, built: { image: '.' } } } },
    });
    const replaced = (image: string): unknown => {
      const { files } = renderFiles(service(image), { image: 'registry.test/app:2' }, 'kustomize');
      const base = files.find((one) => one.path === 'base/kustomization.yaml');
      return (parse(base?.text ?? '') as { images: { name: string }[] }).images.map(({ name }) => name);
    };
    assert.deepEqual(replaced('nginx:1.27'), ['nginx-built']);
    assert.deepEqual(replaced('nginx@sha256:00'), ['nginx-built']);
    assert.deepEqual(replaced('nginx-unprivileged:1'), ['nginx']);
    assert.deepEqual(replaced('registry.test/nginx:1'), ['nginx']);
  });

  it('differ by patches that make the one of the other, whatever they are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (from, to) => {
        fc.pre(!JSON.stringify([from, to]).includes('__proto__'));
        assert.deepEqual(
          JSON.parse(JSON.stringify(patched(from, jsonPatch(from, to)))),
          JSON.parse(JSON.stringify(to)),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('values of a chart', () => {
  const named = {
    ...manifest,
    metadata: {
      ...(manifest['metadata'] as Plain),
      annotations: { 'goldenpath.dev/chart': 'oci://charts/web' },
    },
  };

  it('are made where a Service names one, and what the chart does not make is told', () => {
    const { files, notes } = renderFiles(named, {
      environment: 'production',
      image: 'registry.example.com:5000/checkout:2',
    });
    assert.deepEqual(
      files.map((file) => file.path),
      ['values-production.yaml'],
    );
    const values = parse(files[0]?.text ?? '') as Plain;
    assert.deepEqual(values['image'], { repository: 'registry.example.com:5000/checkout', tag: '2' });
    assert.deepEqual(values['autoscaling'], {
      enabled: true,
      minReplicas: 3,
      maxReplicas: 12,
      targetCPUUtilizationPercentage: 70,
    });
    assert.ok(notes.some(({ reason }) => reason.includes('ConfigMap checkout-main-files')));
  });
});
