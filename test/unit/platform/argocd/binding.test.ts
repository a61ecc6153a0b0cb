import assert from 'node:assert/strict';
import { applicationOf, type Application } from '../../../../src/platform/argocd/application.js';
import { Applications } from '../../../../src/platform/argocd/applications.js';
import { placeOf, type ArgoRules } from '../../../../src/platform/argocd/binding.js';
import { draft, type Draft } from './fakeArgo.js';

const app = (wanted: Draft): Application => applicationOf(draft(wanted), true)!;
const place = (wanted: Draft, rules: ArgoRules = {}): string => {
  const { service, environment, by } = placeOf(app(wanted), rules);
  return `${service} in ${environment} by ${by}`;
};

describe('what an Application of Argo CD is', () => {
  const inCluster = { namespace: 'default', name: 'in-cluster' };

  it('is told by its labels first', () => {
    const labels = { 'app.kubernetes.io/part-of': 'checkout', 'goldenpath.dev/environment': 'staging' };
    assert.equal(place({ name: 'x-prod', labels }), 'checkout in staging by Label');
    const own = { 'app.kubernetes.io/part-of': 'checkout', stage: 'qa' };
    assert.equal(place({ name: 'x', labels: own }, { environmentLabel: 'stage' }), 'checkout in qa by Label');
  });

  it('is told by its name, where the rest of it names an environment', () => {
    assert.equal(place({ name: 'checkout-api-prod' }), 'checkout-api in prod by Pattern');
    assert.equal(place({ name: 'checkout-api', to: inCluster }), 'checkout-api in default by Name');
    assert.equal(
      place({ name: 'prod.checkout' }, { pattern: '{environment}.{service}' }),
      'checkout in prod by Pattern',
    );
    assert.equal(
      place({ name: 'checkout-blue' }, { order: ['green', 'blue'] }),
      'checkout in blue by Pattern',
    );
  });

  it('is where its destination says, when nothing else tells', () => {
    assert.equal(
      place({ name: 'checkout', to: { namespace: 'shop-staging' } }),
      'checkout in staging by Name',
    );
    assert.equal(
      place({ name: 'checkout', to: { namespace: 'checkout', name: 'prod-eu' } }),
      'checkout in prod-eu by Name',
    );
    assert.equal(
      place({ name: 'checkout', to: { namespace: 'checkout', server: 'https://10.0.0.1:6443' } }),
      'checkout in checkout by Name',
    );
  });

  it('is where a rule for its namespace says before all else, and goes by the label that all engines share', () => {
    const rules = { namespaces: { 'shop-*': 'first', '*-live': 'production' } };
    const to = { namespace: 'team-live' };
    assert.equal(place({ name: 'checkout-prod', to }, rules), 'checkout in production by Pattern');
    const labels = { 'app.kubernetes.io/part-of': 'checkout', environment: 'prod', stage: 'qa' };
    assert.equal(place({ name: 'x', labels, to }, rules), 'checkout in production by Label');
    assert.equal(
      place({ name: 'checkout', to: { namespace: 'shop-live' } }, rules),
      'checkout in first by Name',
    );
    assert.equal(place({ name: 'x', labels }, { label: 'stage' }), 'checkout in qa by Label');
    assert.equal(
      place({ name: 'x', labels }, { label: 'stage', environmentLabel: 'environment' }),
      'checkout in prod by Label',
    );
  });
});

describe('the Applications of a service in a catalogue', () => {
  const index = (...drafts: Draft[]): Applications => {
    const all = new Applications({});
    for (const each of drafts) all.set(app(each));
    return all;
  };
  const names = (all: Applications, service: string): string[] =>
    all.of(service).map((each) => `${each.app.name} ${each.environment} ${each.by}`);

  it('are those of its annotation by name, in a namespace and a project where they are said', () => {
    const all = index({ name: 'pay-prod' }, { name: 'pay-prod', namespace: 'team-a' }, { name: 'other' });
    all.bind([
      {
        service: 'default/payments',
        annotations: { 'argocd/app-name': 'pay-prod', 'argocd/app-namespace': 'team-a' },
      },
    ]);
    assert.deepEqual(
      all.of('default/payments').map((each) => each.app.key),
      ['team-a/pay-prod'],
    );
    assert.deepEqual(all.services(), ['default/payments', 'other', 'pay']);
  });

  it('are those of its selector', () => {
    const all = index(
      { name: 'a', labels: { svc: 'pay', env: 'prod' } },
      { name: 'b', labels: { svc: 'pay', env: 'dev' } },
      { name: 'c', labels: { svc: 'cart', env: 'dev' } },
    );
    all.bind([{ service: 'payments', annotations: { 'argocd/app-selector': 'svc=pay' } }]);
    assert.deepEqual(names(all, 'payments').sort(), ['a prod Annotation', 'b dev Annotation']);
    assert.deepEqual(all.services(), ['c', 'payments']);
  });

  it('are found by label and then by name where annotations find none', () => {
    const all = index(
      { name: 'cart-dev' },
      { name: 'x', labels: { 'app.kubernetes.io/part-of': 'pay' } },
      { name: 'pay-dev' },
    );
    all.bind([
      { service: 'default/cart', annotations: { 'argocd/app-name': 'nowhere' } },
      { service: 'pay' },
    ]);
    assert.deepEqual(names(all, 'default/cart'), ['cart-dev dev Pattern']);
    assert.deepEqual(names(all, 'pay'), ['x default Label']);
    assert.deepEqual(all.of('cart'), []);
  });

  it('said anew, the newer annotations count', () => {
    const all = index({ name: 'one' }, { name: 'two' });
    all.bind([{ service: 's', annotations: { 'argocd/app-name': 'one' } }]);
    all.bind([{ service: 's', annotations: { 'goldenpath.dev/argocd-app': 'two' } }]);
    assert.deepEqual(names(all, 's'), ['two default Annotation']);
    assert.deepEqual(all.services(), ['one', 's']);
  });
});
