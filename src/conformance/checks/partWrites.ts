import { t } from '../../base/l10n.js';
import type { Check, Kit } from '../check.js';
import { jsonOf } from '../exchange.js';
import { expect, expectShape, expectStatus } from '../expect.js';
import { NotApplicable } from '../verdict.js';

const title = 'Golden Path conformance';
const secretName = 'GOLDEN_PATH_CONFORMANCE';

/** What the writing capabilities promise. What they leave behind is an incident that is resolved, and one secret. */
export function partWriteChecks(): readonly Check[] {
  return [
    {
      id: 'incidents/life',
      level: 'full',
      proves: t('An incident that is declared is listed, taken on and resolved.'),
      run: incidentLife,
    },
    {
      id: 'secrets/write-only',
      level: 'full',
      proves: t('The value of a secret that is set comes back in no answer.'),
      async run({ probe, facts, trial }) {
        await facts.needs('secrets', 'Write');
        const { service, environment } = trial.target;
        const path = `/services/${encodeURIComponent(service)}/environments/${encodeURIComponent(environment)}/secrets`;
        const value = crypto.randomUUID();
        const set = await probe.call('PUT', `${path}/${secretName}`, { json: { value, reason: title } });
        expect(!set.body.includes(value), t('The answer holds the value of the secret.'), set);
        if (set.status === 404) {
          throw new NotApplicable(t('The service asks for no secret that could be tried.'));
        }
        expectShape(set, 'Secret');
        for (const answer of [set, await probe.get(path)]) {
          expect(!answer.body.includes(value), t('The answer holds the value of the secret.'), answer);
        }
      },
    },
    {
      id: 'environments/plan',
      level: 'full',
      proves: t('The dry run of a new environment says what it would do, and makes none.'),
      async run({ probe, facts, trial }) {
        await facts.needs('environments', 'Write');
        const names = async (): Promise<string> => {
          const { items } = expectShape(await probe.get('/environments'), 'EnvironmentList');
          return items.map(({ name }) => name).join();
        };
        const before = await names();
        const json = { service: trial.target.service, branch: 'golden-path-conformance', reason: title };
        const answer = await probe.call('POST', '/environments', { query: { dryRun: 'true' }, json });
        if (answer.status >= 400 && answer.status < 500) {
          throw new NotApplicable(t('The platform plans no environment for a branch.'));
        }
        expectShape(answer, 'RunPlan');
        expect((await names()) === before, t('The dry run made an environment.'), answer);
      },
    },
    {
      id: 'operations/resume-ended',
      level: 'full',
      proves: t('An operation that has ended cannot be taken up again, and stays as it is.'),
      async run(kit) {
        await kit.facts.needs('operations', 'Write');
        await refusesEnded(kit, 'resume');
      },
    },
    {
      id: 'approvals/ended',
      level: 'full',
      proves: t('An operation that has ended can be neither approved nor rejected, and stays as it is.'),
      async run(kit) {
        await kit.facts.needs('approvals', 'Write');
        await refusesEnded(kit, 'approve');
        await refusesEnded(kit, 'reject');
      },
    },
    {
      id: 'templates/invalid',
      level: 'full',
      proves: t('The dry run of a template without the values it requires points at what is missing.'),
      async run({ probe, facts }) {
        await facts.needs('templates', 'Write');
        const { items } = expectShape(await probe.get('/templates'), 'TemplateList');
        for (const { name } of items) {
          const template = expectShape(await probe.get(`/templates/${encodeURIComponent(name)}`), 'Template');
          if (!template.parameters?.some(({ schema }) => requires(schema))) continue;
          const path = `/templates/${encodeURIComponent(name)}/runs`;
          const answer = await probe.call('POST', path, { query: { dryRun: 'true' }, json: { values: {} } });
          expectStatus(answer, 400, 422);
          const problem = jsonOf(answer) as { readonly errors?: readonly { readonly pointer?: string }[] };
          const points = problem.errors?.some(({ pointer }) => pointer !== undefined) === true;
          expect(points, t('The refusal does not say which value is missing.'), answer);
          return;
        }
        throw new NotApplicable(t('No template requires a value.'));
      },
    },
  ];
}

async function incidentLife({ probe, facts, trial }: Kit): Promise<void> {
  await facts.needs('incidents', 'Write');
  const { service, environment } = trial.target;
  const json = { title, service, environment, urgency: 'low' };
  const declared = await probe.call('POST', '/incidents', { json });
  const { id } = expectShape(declared, 'Incident', 201);
  const path = `/incidents/${encodeURIComponent(id)}`;
  try {
    const list = await probe.get('/incidents', { query: { service, pageSize: '200' } });
    const { items } = expectShape(list, 'IncidentList');
    const at = items.findIndex((each) => each.id === id);
    expect(at >= 0, t('The incident {0} is not in the list.', id), list);
    const firstClosed = items.findIndex(({ status }) => status === 'Resolved');
    expect(firstClosed < 0 || at < firstClosed, t('The open ones do not come first.'), list);
    const taken = await probe.call('PATCH', path, { json: { status: 'Acknowledged' } });
    const { status } = expectShape(taken, 'Incident');
    expect(status === 'Acknowledged', t('The status is {0}.', status), taken);
  } finally {
    await probe.call('PATCH', path, { json: { status: 'Resolved' } });
  }
  const ended = await probe.get(path);
  const { status } = expectShape(ended, 'Incident');
  expect(status === 'Resolved', t('The status is {0}.', status), ended);
}

async function refusesEnded({ probe, trial }: Kit, verb: string): Promise<void> {
  const { operation } = await trial.deployed();
  const path = `/operations/${encodeURIComponent(operation.id)}`;
  const answer = await probe.call('POST', `${path}/${verb}`, { json: { comment: title } });
  expectStatus(answer, 400, 403, 409, 422);
  const after = await probe.get(path);
  const { state } = expectShape(after, 'Operation');
  expect(
    state === operation.state,
    t('The state was {0} and is {1}.', operation.state, state),
    answer,
    after,
  );
}

function requires(schema: unknown): boolean {
  const required = (schema as { readonly required?: unknown } | undefined)?.required;
  return Array.isArray(required) && required.length > 0;
}
