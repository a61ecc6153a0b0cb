import assert from 'node:assert/strict';
import { findingsIn } from '../../../../src/editor/connect/findings.js';

describe('what a workspace says of the systems of a company', () => {
  it('is read from annotations, Applications and the configuration of a Backstage', () => {
    const found = findingsIn([
      {
        name: 'catalog-info.yaml',
        text: 'metadata:\n  annotations:\n    argocd/app-name: cart\n    backstage.io/kubernetes-id: cart\n',
      },
      {
        name: 'app-config.yaml',
        text: [
          'backend:',
          '  baseUrl: https://backstage.acme.example/',
          'proxy:',
          '  endpoints:',
          '    /prometheus/api: { target: https://prometheus.acme.example/api/v1/ }',
          'argocd:',
          '  appLocatorMethods:',
          '    - type: config',
          '      instances: [{ name: main, url: https://argocd.acme.example }]',
        ].join('\n'),
      },
    ]);
    assert.deepEqual([...found.mentioned].sort(), ['argocd', 'backstage', 'kubernetes', 'prometheus']);
    assert.equal(found.backstage, 'https://backstage.acme.example');
    assert.equal(found.argocd, 'https://argocd.acme.example');
    assert.equal(found.prometheus, 'https://prometheus.acme.example');
  });

  it('is read from what the command line of Argo CD uses, without its token', () => {
    const text = [
      'current-context: argocd.acme.example',
      'contexts: [{ name: argocd.acme.example, server: argocd.acme.example, user: me }]',
      'servers: [{ server: argocd.acme.example }]',
      'users: [{ name: me, auth-token: hunter2 }]',
    ].join('\n');
    const found = findingsIn([{ name: 'argocd-config', text }]);
    assert.equal(found.argocd, 'https://argocd.acme.example');
    assert.ok(!JSON.stringify({ ...found, mentioned: [...found.mentioned] }).includes('hunter2'));
  });

  it('takes no address with a password, no template and no broken file', () => {
    const found = findingsIn([
      { name: 'app-config.yaml', text: 'backend:\n  baseUrl: https://me:hunter2@b.example\n' },
      { name: 'app-config.local.yaml', text: 'backend:\n  baseUrl: ${BACKEND_URL}\n' },
      { name: 'app-config.broken.yaml', text: 'backend: [' },
    ]);
    assert.deepEqual([found.backstage, found.mentioned.size], [undefined, 0]);
  });
});
