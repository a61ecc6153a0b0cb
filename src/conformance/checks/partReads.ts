import { t } from '../../base/l10n.js';
import type { Check } from '../check.js';
import { expect, expectShape } from '../expect.js';
import { NotApplicable } from '../verdict.js';

const most = '200';

/** What the reading capabilities promise beyond the shape of their answers. */
export function partReadChecks(): readonly Check[] {
  return [
    {
      id: 'facets/count',
      level: 'full',
      proves: t('GET /facets counts as many services of an owner as GET /services lists.'),
      async run({ probe, facts }) {
        await facts.needs('facets');
        const { owner } = (await facts.services()).find((each) => each.owner !== undefined) ?? {};
        if (owner === undefined) throw new NotApplicable(t('No service has an owner.'));
        const answer = await probe.get('/facets', { query: { by: 'owner' } });
        const facet = expectShape(answer, 'FacetList').facets.find(({ field }) => field === 'owner');
        expect(facet !== undefined, t('Nothing is counted by owner.'), answer);
        const listed = await probe.get('/services', { query: { owner, pageSize: most } });
        const { items, nextPageToken } = expectShape(listed, 'ServiceList');
        const count = facet.values.find(({ value }) => value === owner)?.count;
        if (count === undefined && facet.truncated === true) return;
        const fits = nextPageToken === undefined ? count === items.length : (count ?? 0) > items.length;
        expect(
          fits,
          t('{0} has {1} services, and {2} are counted.', owner, items.length, count ?? 0),
          answer,
          listed,
        );
      },
    },
    {
      id: 'systems/filter',
      level: 'full',
      proves: t('The services of a system are those that name it.'),
      async run({ probe, facts }) {
        await facts.needs('systems');
        const list = await probe.get('/systems', { query: { pageSize: most } });
        const [system] = expectShape(list, 'SystemList').items;
        if (!system) throw new NotApplicable(t('GET {0} lists nothing to read one of.', '/systems'));
        const answer = await probe.get('/services', { query: { system: system.name, pageSize: most } });
        const { items } = expectShape(answer, 'ServiceList');
        const other = items.find((each) => each.system?.split('/').at(-1)?.split(':').at(-1) !== system.name);
        expect(!other, t('{0} does not fit the filters.', other?.name ?? ''), answer);
        expect(items.length > 0 || !system.services, t('No service of the system is listed.'), answer);
      },
    },
    {
      id: 'pipelines/filter',
      level: 'full',
      proves: t('GET /services/{service}/pipeline-runs finds runs by their state.'),
      async run({ probe, facts, trial }) {
        await facts.needs('pipelines');
        const path = `/services/${encodeURIComponent(trial.target.service)}/pipeline-runs`;
        const [run] = expectShape(await probe.get(path), 'PipelineRunList').items;
        if (!run?.done) throw new NotApplicable(t('The service has no pipeline run that has ended.'));
        const answer = await probe.get(path, { query: { state: run.state, pageSize: most } });
        const { items } = expectShape(answer, 'PipelineRunList');
        expect(
          items.some(({ id }) => id === run.id),
          t('The run {0} is not in the list.', run.id),
          answer,
        );
        const other = items.find(({ state }) => state !== run.state);
        expect(!other, t('{0} does not fit the filters.', other?.id ?? ''), answer);
      },
    },
    {
      id: 'pages/read',
      level: 'full',
      proves: t('A page that is listed can be read: it has the same id, and its text or the address of it.'),
      async run({ probe, facts }) {
        await facts.needs('pages');
        const list = await probe.get('/pages');
        const [listed] = expectShape(list, 'DocumentList').items;
        if (!listed) throw new NotApplicable(t('GET {0} lists nothing to read one of.', '/pages'));
        const answer = await probe.get(`/pages/${encodeURIComponent(listed.id)}`);
        const page = expectShape(answer, 'Document');
        expect(page.id === listed.id, t('The page is another: {0}.', page.id), answer);
        expect(
          page.content !== undefined || page.url !== undefined,
          t('The page has neither a text nor an address.'),
          answer,
        );
      },
    },
    {
      id: 'portfolio/owner',
      level: 'full',
      proves: t('GET /metrics/portfolio tells of the owner that was asked for, and counts their services.'),
      async run({ probe, facts }) {
        await facts.needs('metrics.portfolio');
        const { owner } = (await facts.services()).find((each) => each.owner !== undefined) ?? {};
        if (owner === undefined) throw new NotApplicable(t('No service has an owner.'));
        const answer = await probe.get('/metrics/portfolio', { query: { owner } });
        const metrics = expectShape(answer, 'PortfolioMetrics');
        expect(metrics.owner === owner, t('The numbers are those of {0}.', metrics.owner ?? '–'), answer);
        expect(metrics.services > 0, t('No service of the owner is counted.'), answer);
      },
    },
    {
      id: 'audit/tells',
      level: 'full',
      proves: t('GET /audit-events tells who deployed.'),
      async run({ probe, facts, trial }) {
        await facts.needs('audit');
        await trial.deployed();
        const { service } = trial.target;
        const answer = await probe.get('/audit-events', { query: { service, pageSize: most } });
        const { items } = expectShape(answer, 'AuditEventList');
        const other = items.find((each) => each.service !== service);
        expect(!other, t('{0} does not fit the filters.', other?.id ?? ''), answer);
        expect(items.length > 0, t('Nothing is told of the deployment of {0}.', service), answer);
      },
    },
  ];
}
