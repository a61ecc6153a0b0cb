import assert from 'node:assert/strict';
import { findAll, textOf, type View } from '../../../../src/webview/charts/view.js';
import { formatsFor } from '../../../../src/webview/dashboards/formats.js';
import type { ServiceDashboard } from '../../../../src/webview/dashboards/model.js';
import { readDashboard } from '../../../../src/webview/dashboards/model.js';
import { pathPage } from '../../../../src/webview/dashboards/pathPage.js';
import { servicePage } from '../../../../src/webview/dashboards/servicePage.js';
import { buttons, formats, now, part, path, service } from './models.js';

const said = (views: readonly View[]): string => views.map(textOf).join(' ');
const nothingKnown = (): ServiceDashboard => {
  const model: { -readonly [Key in keyof ServiceDashboard]: ServiceDashboard[Key] } = { ...service };
  delete model.service;
  delete model.asOf;
  return model;
};
/** Without what every page has: where it is told how the platform is, and when that was. */
const body = (views: readonly View[]): readonly View[] => views.slice(1);

describe('the dashboard of a service', () => {
  const views = servicePage(service, formats);

  it('has every section, each with a heading that names it', () => {
    const keys = views.flatMap(({ attributes }) => attributes['data-key'] ?? []);
    for (const key of [
      'environments',
      'slos',
      'incidents',
      'deployments',
      'runs',
      'delivery',
      'scorecards',
      'dependencies',
    ]) {
      assert.ok(keys.includes(key), key);
      const view = part(views, key);
      const [heading] = findAll(view, ({ tag }) => tag === 'h2');
      assert.equal(view.attributes['aria-labelledby'], heading?.attributes['id']);
    }
  });

  it('shows environments in their order, also where nothing runs, and marks production in words', () => {
    const shown = textOf(part(views, 'environments'));
    assert.match(shown, /staging.*Not deployed.*! production.*Degraded.*1\.8\.2.*2 hours ago.*3 of 4/);
  });

  it('offers what the platform suggests first, as a step that is asked for', () => {
    const [rollback] = buttons(body(views));
    assert.equal(rollback?.attributes['data-tell'], 'rollback');
    assert.deepEqual(JSON.parse(rollback.attributes['data-value'] ?? ''), {
      service: 'checkout',
      environment: 'production',
    });
    assert.match(said(views), /Failing since 1\.8\.2/);
  });

  it('tells a budget that is overdrawn, and how fast it burns', () => {
    assert.match(
      textOf(part(views, 'slos')),
      /At risk.*Target 99\.9% over 30d · now 99\.85%.*overdrawn by 12%.*14\.4×/,
    );
  });

  it('says once that an environment is production, in its name or beside it', () => {
    const live = { name: 'live', type: 'production', production: true } as const;
    const shown = textOf(part(servicePage({ ...service, environments: [live] }, formats), 'environments'));
    assert.match(shown, /live ! production/);
  });

  it('keeps a time in one line, however narrow its column', () => {
    const [when] = findAll(part(views, 'environments'), ({ attributes }) => attributes['class'] === 'whole');
    assert.ok(when && textOf(when) === '2 hours ago');
  });

  it('has no column that says nothing', () => {
    const headings = (openIncidents?: number): readonly string[] => {
      const [state] = service.service?.environments ?? [];
      assert.ok(state && service.service);
      const environments = [{ ...state, ...(openIncidents !== undefined && { openIncidents }) }];
      const page = servicePage({ ...service, service: { ...service.service, environments } }, formats);
      return findAll(
        part(page, 'environments'),
        ({ tag, attributes }) => tag === 'th' && attributes['scope'] === 'col',
      ).map(textOf);
    };
    assert.deepEqual(headings(), ['Environment', 'Health', 'Version', 'Since', 'Instances', 'Actions']);
    assert.ok(headings(0).includes('Open incidents'));
  });

  it('tells loading, refused, stale and not offered apart, each in its place', () => {
    assert.match(textOf(part(views, 'delivery')), /Reading…/);
    assert.match(textOf(part(views, 'incidents')), /You may not read incidents here/);
    assert.match(textOf(part(views, 'deployments')), /could not be read again.*1\.8\.2.*needed intervention/);
    assert.match(textOf(part(views, 'runs')), /Acme does not offer pipeline runs/);
  });

  it('shows failing checks first, each with its remedy and the way into the manifest', () => {
    const scorecards = part(views, 'scorecards');
    assert.match(textOf(scorecards), /1 of 2 checks passed.*A runbook is linked.*Add a link.*owner/);
    const [fix] = findAll(scorecards, ({ tag }) => tag === 'a');
    assert.equal(fix?.attributes['href'], 'https://docs.example.com/runbook');
    const open = buttons([scorecards]).find(({ attributes }) => attributes['data-tell'] === 'openManifest');
    assert.deepEqual(JSON.parse(open?.attributes['data-value'] ?? ''), {
      service: 'checkout',
      pointer: '/metadata/links',
    });
  });

  it('links what is known here, and names what is not', () => {
    const dependencies = part(views, 'dependencies');
    assert.deepEqual(buttons([dependencies]).map(textOf), ['orders']);
    assert.match(textOf(dependencies), /resource:default\/db.*not known here/);
  });

  it('takes what platforms send as text', () => {
    assert.match(said(views), /Change the <b>price<\/b>/);
    assert.equal(views.flatMap((view) => findAll(view, ({ tag }) => tag === 'b')).length, 0);
  });

  it('shows what is not allowed or not there in one sentence and nothing else', () => {
    for (const state of ['forbidden', 'gone'] as const) {
      const shown = servicePage({ ...service, standing: { state, message: 'No.' } }, formats);
      assert.equal(shown.length, 1);
      assert.match(said(shown), /No\./);
    }
  });

  it('keeps what was known while the platform does not answer, and says so aloud', () => {
    const shown = servicePage(
      { ...service, standing: { state: 'offline', message: 'Acme: not reachable.' } },
      formats,
    );
    assert.match(said(shown), /As of Nov 21, 2026.*Acme: not reachable.*Degraded/);
    assert.equal(findAll(shown[0] ?? '', ({ attributes }) => attributes['role'] === 'status').length, 1);
  });

  it('offers to sign in where that is what is missing', () => {
    const unknown = nothingKnown();
    const shown = servicePage(
      { ...unknown, standing: { state: 'unauthenticated', message: 'Sign in.' } },
      formats,
    );
    assert.ok(buttons(shown).some(({ attributes }) => attributes['data-tell'] === 'signIn'));
    assert.match(said(shown), /Not read yet/);
  });

  it('says that it reads before anything is known', () => {
    const unknown = nothingKnown();
    assert.match(said(servicePage({ ...unknown, standing: { state: 'loading' } }, formats)), /Reading…/);
  });
});

describe('the golden path dashboard', () => {
  const views = pathPage(path, formats);

  it("shows DORA's five with their definitions, and says which is not known", () => {
    const names = findAll(part(views, 'delivery'), ({ tag }) => tag === 'dt').map(textOf);
    assert.deepEqual(names, [
      'Change lead time',
      'Deployment frequency',
      'Failed deployment recovery time',
      'Change fail rate',
      'Deployment rework rate',
    ]);
    const shown = textOf(part(views, 'delivery'));
    assert.match(shown, /Change lead time 4 hours Median from a commit to its deployment in production/);
    assert.match(shown, /Deployment frequency 5\.6 a week/);
    assert.match(shown, /recovery time Not known/);
    assert.match(shown, /Change fail rate 8\.3%/);
    assert.match(shown, /rework rate 0%/);
  });

  it('shows adoption: on a template, and on its current version', () => {
    assert.match(
      textOf(part(views, 'adoption')),
      /On a template 80% 8 of 10 services.*current version 75% 6 of 8/,
    );
  });

  it('shows onboarding, self-service and satisfaction with what they mean', () => {
    const shown = textOf(part(views, 'path'));
    assert.match(shown, /Onboarding 3 days Median from the first commit/);
    assert.match(shown, /Self-service 87% Share of changes for which nobody/);
    assert.match(shown, /ratings of feedback.*5 4\.2/i);
  });

  it('shows checks with their remedies, and leads to the services that fail them', () => {
    const scorecards = part(views, 'scorecards');
    assert.match(textOf(scorecards), /below the first.*runbook.*Add a link.*checkout.*refunds.*and 1 more/);
    assert.deepEqual(
      buttons([scorecards]).map(({ attributes }) => attributes['data-tell']),
      ['openService', 'openService'],
    );
    assert.equal(findAll(scorecards, ({ tag }) => tag === 'a').length, 0, 'only web addresses are links');
  });
  it('says once what is missing, and that nothing is', () => {
    assert.equal(textOf(part(views, 'missing')).match(/Recovery times/g)?.length, 1);
  });

  it('is of one owner, never of several side by side, over a span that can be chosen', () => {
    const pressed = buttons(views).filter(({ attributes }) => attributes['aria-pressed'] === 'true');
    assert.deepEqual(pressed.map(textOf), ['90 days']);
    assert.ok(buttons(views).some(({ attributes }) => attributes['data-tell'] === 'subject'));
  });

  it('says plainly what a platform without such figures lacks', () => {
    const shown = pathPage({ ...path, figures: { state: 'absent' } }, formats);
    assert.match(said(shown), /Acme does not offer figures/);
    const empty = pathPage(
      { ...path, figures: { state: 'ready', value: { from: '', to: '', services: 0 } } },
      formats,
    );
    assert.match(said(empty), /There are no services yet.*No scorecard.*Nothing needs attention/);
    assert.doesNotMatch(said(empty), /NaN|undefined|Infinity/);
  });
});

describe('every dashboard', () => {
  it('gives each picture words and a table', () => {
    for (const view of [...servicePage(service, formats), ...pathPage(path, formats)]) {
      for (const drawn of findAll(view, ({ tag }) => tag === 'figure')) {
        assert.equal(findAll(drawn, ({ tag }) => tag === 'table').length, 1);
        const [picture] = findAll(drawn, ({ tag }) => tag === 'svg');
        assert.ok((picture?.attributes['aria-label'] ?? '').length > 5);
      }
    }
  });

  it('draws nothing that is no dashboard', () => {
    for (const model of [undefined, 7, {}, { kind: 'service' }, { kind: 'other', standing: {} }]) {
      assert.equal(readDashboard(model), undefined);
    }
  });

  it("writes figures in the person's own way, also with a language that is none", () => {
    assert.equal(formatsFor('de').percent(0.083).replace(/\s/g, ' '), '8,3 %');
    assert.equal(formatsFor('no such language').number(1), '1');
    assert.equal(formats.duration(90), '1.5 minutes');
    assert.equal(formats.ago('2026-11-21T11:59:40Z', now), 'just now');
    assert.equal(formats.dateTime(undefined), '');
    assert.equal(formats.dateTime('no time'), 'no time');
  });
});
