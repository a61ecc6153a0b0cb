import { isFeedbackRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { environmentsIn, serviceOf } from '../../catalog/catalog.js';
import { ownerRef } from '../../catalog/describeService.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import { fullRef } from '../../identity/entityRef.js';
import { asItself } from '../../identity/caller.js';
import { at, text } from '../../manifest/json.js';
import { doraOf } from '../../measure/dora.js';
import { firstArrivals } from '../../measure/onboarding.js';
import { FirstCommits } from '../../measure/firstCommits.js';
import { portfolioOf } from '../../measure/portfolio.js';
import { ratingsIn } from '../../measure/satisfaction.js';
import { scorecardsIn, type ScorecardResult } from '../../scorecards/scorecards.js';
import { serviceScorecard } from '../../scorecards/serviceScorecard.js';
import type { ServiceRecord } from '../../store/state.js';
import { checkBody } from '../checkBody.js';
import { ok, type Answer, type Endpoint, type Exchange } from '../exchange.js';
import { pageOf } from '../paging.js';
import { timeOf, timeSpan } from '../timeSpan.js';
import { findEnvironment, findService } from './catalog.js';

/** Figures, checks and the record of what was done. */
export function measureEndpoints(app: App): readonly Endpoint[] {
  const firstCommits = new FirstCommits();
  return [
    {
      method: 'GET',
      path: '/v1/scorecards',
      async handle({ query }) {
        await app.control.book.refresh();
        return ok(pageOf(scorecardsIn(app.control.book.documents), query));
      },
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/scorecards',
      async handle({ params }) {
        const record = findService(app, params['service'] ?? '');
        await app.control.book.refresh();
        return ok({ items: await scorecardResults(app, record) });
      },
    },
    { method: 'GET', path: '/v1/services/{service}/slos', handle: (exchange) => slos(app, exchange) },
    { method: 'GET', path: '/v1/services/{service}/metrics/dora', handle: (exchange) => dora(app, exchange) },
    {
      method: 'GET',
      path: '/v1/metrics/portfolio',
      handle: (exchange) => portfolio(app, exchange, firstCommits),
    },
    {
      method: 'POST',
      path: '/v1/feedback',
      readOnly: true,
      handle({ body, caller }) {
        const feedback = checkBody(isFeedbackRequest, body);
        if (feedback.message.trim() === '') throw fieldRefusal('/message', t('Write what you want to say.'));
        app.control.access.demand(caller, 'feedback.create', { service: feedback.service });
        app.control.feedback.append({ time: new Date().toISOString(), from: caller.actor.id, ...feedback });
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/v1/audit-events',
      handle({ query }) {
        const filter = {
          service: query.get('service') ?? undefined,
          environment: query.get('environment') ?? undefined,
          actor: query.get('actor') ?? undefined,
          from: timeOf(query, 'from'),
          to: timeOf(query, 'to'),
        };
        return ok(pageOf(app.control.audit.list(filter), query));
      },
    },
  ];
}

async function scorecardResults(app: App, record: ServiceRecord): Promise<readonly ScorecardResult[]> {
  // As the platform sees the service: a result is the same whoever asks.
  const sources = app.sourcesFor(asItself);
  const results = await Promise.all(
    scorecardsIn(app.control.book.documents).map((definition) =>
      serviceScorecard(record, definition, sources),
    ),
  );
  return results.filter((result) => result !== undefined);
}

function slos(app: App, { params, query }: Exchange): Answer {
  const record = findService(app, params['service'] ?? '');
  const asked = query.get('environment');
  const names =
    asked === null
      ? environmentsIn(app.store.state).map(({ name }) => name)
      : [findEnvironment(app, asked).name];
  const found = names.flatMap((environment) =>
    app.control.slosAt({ service: record.name, environment }, record),
  );
  return ok({ items: found });
}

function dora(app: App, { params, query }: Exchange): Answer {
  const { name } = findService(app, params['service'] ?? '');
  const { from, to } = timeSpan(query);
  const environments = environmentsIn(app.store.state);
  const asked = query.get('environment');
  const production = environments.filter((item) => item.production).map((item) => item.name);
  const wanted = asked === null ? production : [findEnvironment(app, asked).name];
  const { state } = app.store;
  const history = state.deployments.filter(
    (item) => item.service === name && wanted.includes(item.environment),
  );
  const metrics = doraOf(history, from, to);
  const notes = [
    ...(asked !== null && !production.includes(asked)
      ? [t('DORA counts production only; {0} is shown because it was asked for.', asked)]
      : []),
    ...(metrics.notes ?? []),
  ];
  return ok({
    ...metrics,
    environment: wanted.join(', '),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(notes.length > 0 && { notes }),
  });
}

async function portfolio(app: App, { query, caller }: Exchange, firstCommits: FirstCommits): Promise<Answer> {
  const owner = query.get('owner');
  const system = query.get('system');
  if (!owner && !system) {
    throw fieldRefusal('/owner', t('Name an owner or a system: teams are not shown side by side.'));
  }
  const { from, to } = timeSpan(query);
  await app.control.book.refresh();
  const { state } = app.store;
  const records = state.services.filter(
    (record) =>
      (!owner || ownerRef(record) === fullRef(owner)) &&
      (!system || text(at(record.manifest, 'spec', 'system')) === system),
  );
  if (records.length === 0) {
    throw refusal('not-found', t('"{0}" has no services here.', owner ?? system ?? ''));
  }
  const names = new Set(records.map(({ name }) => name));
  const production = environmentsIn(state)
    .filter((environment) => environment.production)
    .map(({ name }) => name);
  const sources = app.sourcesFor(caller);
  const scorecards = await Promise.all(
    records.map(async (record) =>
      (await scorecardResults(app, record)).map((result) => ({ service: record.name, result })),
    ),
  );
  const deployments = state.deployments.filter(({ service }) => names.has(service));
  const arrived = firstArrivals(deployments.filter(({ environment }) => production.includes(environment)));
  const figures = portfolioOf({
    services: records.map((record) => serviceOf(record, sources)),
    production,
    slos: records.flatMap((record) =>
      production.flatMap((environment) =>
        app.control
          .slosAt({ service: record.name, environment }, record)
          .map((slo) => ({ service: record.name, slo })),
      ),
    ),
    scorecards: scorecards.flat(),
    incidents: app.control.incidents
      .list()
      .filter(({ service = '', status }) => names.has(service) && status !== 'Resolved'),
    deployments,
    operations: state.operations,
    feedback: ratingsIn(app.control.feedback.read()),
    firstCommits: await firstCommits.of(records.filter(({ name }) => arrived.has(name))),
    from,
    to,
  });
  return ok({ ...figures, ...(owner && { owner: fullRef(owner) }), ...(system && { system }) });
}
