import { t } from '../../base/l10n.js';
import { isLogLine, isOperationEvent } from '../../contract/generated/checks.js';
import { apiOperations } from '../../contract/generated/api.js';
import type { Check } from '../check.js';
import { jsonOf, mediaTypeOf } from '../exchange.js';
import { expect, expectRefusal, expectShape, expectStatus } from '../expect.js';
import { NotApplicable } from '../verdict.js';

/** Writes with an Idempotency-Key, but for deployments, which have checks of their own. */
const keyed = apiOperations.filter(({ id, idempotent }) => idempotent === true && id !== 'createDeployment');

export function fullChecks(): readonly Check[] {
  return [
    {
      id: 'logs/stream',
      level: 'full',
      proves: t(
        'Log lines stream as events, each with an id, and end with "done" where they are not followed.',
      ),
      async run({ probe, facts, trial }) {
        await facts.needs('logs', 'Stream');
        await trial.deployed();
        const { service, environment } = trial.target;
        const path = `/services/${encodeURIComponent(service)}/environments/${encodeURIComponent(environment)}/logs`;
        const { exchange, events, closed } = await probe.stream(path, { timeoutMs: trial.timeoutMs });
        expectStatus(exchange, 200);
        const type = mediaTypeOf(exchange);
        expect(type === 'text/event-stream', t('The content type is "{0}".', type), exchange);
        expect(
          events.at(-1)?.event === 'done' && closed,
          t('The stream does not end with "done".'),
          exchange,
        );
        for (const { id, data } of events.slice(0, -1)) {
          const line = jsonOf({ ...exchange, body: data });
          expect(isLogLine(line) && line.id === id, t('This is no line of a log: {0}', data), exchange);
        }
      },
    },
    {
      id: 'pipelines/stream',
      level: 'full',
      proves: t('The events of a pipeline run that has ended stream to "done", each with its id.'),
      async run({ probe, facts, trial }) {
        await facts.needs('pipelines', 'Stream');
        const list = await probe.get(`/services/${encodeURIComponent(trial.target.service)}/pipeline-runs`);
        const run = expectShape(list, 'PipelineRunList').items.find(({ done }) => done);
        if (!run) throw new NotApplicable(t('The service has no pipeline run that has ended.'));
        const path = `/pipeline-runs/${encodeURIComponent(run.id)}/events`;
        const { exchange, events, closed } = await probe.stream(path, { timeoutMs: trial.timeoutMs });
        expectStatus(exchange, 200);
        const isEnded = events.at(-1)?.event === 'done' && closed;
        expect(isEnded, t('The stream does not end with "done".'), exchange);
        for (const { id, data } of events) {
          const event = jsonOf({ ...exchange, body: data });
          const fits = isOperationEvent(event) && event.id === id;
          expect(fits, t('This is no event of an operation: {0}', data), exchange);
        }
      },
    },
    {
      id: 'operations/list',
      level: 'full',
      proves: t('GET /operations finds the deployment, by service and state.'),
      async run({ probe, facts, trial }) {
        await facts.needs('operations');
        const { operation } = await trial.deployed();
        const query = { service: trial.target.service, state: operation.state, pageSize: '200' };
        const answer = await probe.get('/operations', { query });
        const { items } = expectShape(answer, 'OperationList');
        const message = t('The operation {0} is not in the list.', operation.id);
        expect(
          items.some(({ id }) => id === operation.id),
          message,
          answer,
        );
        const other = items.find(({ service, state }) => service !== query.service || state !== query.state);
        expect(!other, t('{0} does not fit the filters.', other?.id ?? ''), answer);
      },
    },
    {
      id: 'manifests/validate',
      level: 'full',
      proves: t('POST /manifests/validate takes YAML, and points at what is wrong in it.'),
      async run({ probe, facts }) {
        await facts.needs('manifests');
        const text = {
          type: 'application/yaml',
          body: 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nspec: 7\n',
        };
        const answer = await probe.call('POST', '/manifests/validate', { text });
        const { diagnostics } = expectShape(answer, 'ValidationResult');
        expect(diagnostics.length > 0, t('Nothing is said of a manifest that is plainly wrong.'), answer);
      },
    },
    {
      id: 'access/evaluations',
      level: 'full',
      proves: t('POST /access/evaluations decides each question, in order.'),
      async run({ probe, facts, trial }) {
        await facts.needs('permissions');
        const question = {
          action: { name: 'deploy' },
          resource: { type: 'service', id: trial.target.service },
          context: { environment: trial.target.environment },
        };
        const json = { evaluations: [question, question] };
        const answer = await probe.call('POST', '/access/evaluations', { json });
        const { evaluations } = expectShape(answer, 'AccessEvaluationResponse');
        expect(evaluations.length === 2, t('Two questions got {0} answers.', evaluations.length), answer);
      },
    },
    {
      id: 'idempotency/everywhere',
      level: 'full',
      proves: t('Every write that takes an Idempotency-Key refuses to go without one, where deployments do.'),
      async run({ probe, facts, trial }) {
        const { capabilities } = await facts.info();
        if (capabilities['deployments']?.idempotency !== true) {
          throw new NotApplicable(t('The platform does not declare idempotency.'));
        }
        for (const { method, path, capability = '', body } of keyed) {
          // Deleting and rotating need a thing that may be lost, so they are left alone.
          if (method !== 'POST' || path.endsWith('/rotate') || !(await facts.offers(capability, 'Write'))) {
            continue;
          }
          const concrete = path
            .replace('{service}', encodeURIComponent(trial.target.service))
            .replace(/\{\w+\}/g, 'golden-path-conformance');
          const answer = await probe.call(method, concrete, { ...(body && { json: {} }) });
          // A place in the path that does not exist may be found out first.
          const isUnknown = answer.status === 404 && concrete.includes('golden-path-conformance');
          if (!isUnknown) expectRefusal(answer, [400], ['idempotency-key-missing']);
        }
      },
    },
    {
      id: 'secrets/no-values',
      level: 'full',
      proves: t('The list of secrets holds no value.'),
      async run({ probe, facts, trial }) {
        await facts.needs('secrets');
        const { service, environment } = trial.target;
        const path = `/services/${encodeURIComponent(service)}/environments/${encodeURIComponent(environment)}/secrets`;
        const answer = await probe.get(path);
        const { items } = expectShape(answer, 'SecretList');
        expect(!items.some((item) => 'value' in item), t('A secret has a value.'), answer);
      },
    },
  ];
}
