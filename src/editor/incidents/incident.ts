import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Incident, Runbook } from '../../model/incident.js';
import type { IncidentPart } from '../../model/parts.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import type { Connection } from '../session/connection.js';
import { incidentRow } from '../views/activity/incidentRow.js';
import { runAttachedAction } from './attachedAction.js';
import { declareIncident, type IncidentPlace } from './declareIncident.js';
import { showDeploymentDiff } from './deploymentDiff.js';
import { incidentChoices, type IncidentStep } from './incidentChoices.js';
import { readIncident, type IncidentFacts } from './incidentFacts.js';
import { incidentPage } from './incidentPage.js';
import { openContact } from './openContact.js';

/**
 * Everything about incidents: shows one with the deployment that came before it and what can be done about it, or
 * declares one. Its argument may name an incident, a service or an environment.
 */
const incident: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, t('Incident'));
  if (!connection) return;
  const part = incidentsOf(connection);
  const id = target.incident ?? (await chosenIncident(context, connection, part, target));
  if (id === undefined) return;
  const facts = await readIncident(connection, part, id);
  const step = await context.prompts.pick<IncidentStep>({
    id: 'incident.step',
    title: facts.incident.title,
    placeholder: incidentRow(facts.incident, connection.live.snapshot, Date.now()).description,
    choices: incidentChoices(facts, Date.now()),
  });
  if (step) await take(context, connection, part, facts, step);
};

export const incidentCommands = { 'goldenPath.incident': incident } as const;

/** Throws `UserError` where the platform keeps no incidents. */
function incidentsOf({ platform, live }: Connection): IncidentPart {
  const isOffered = live.snapshot.info?.capabilities['incidents'] !== undefined;
  if (platform.incidents && isOffered) return platform.incidents;
  throw new UserError(
    'incident.none',
    t('This platform keeps no incidents. Use the tool that your team declares them in.'),
  );
}

/** Asks which of the open incidents of a place; or declares one. */
async function chosenIncident(
  context: CommandContext,
  connection: Connection,
  part: IncidentPart,
  place: IncidentPlace,
): Promise<string | undefined> {
  const { service, environment } = place;
  const { items } = await part.list({
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    pageSize: 100,
  });
  const open = items.filter(({ status }) => status !== 'Resolved');
  const { snapshot } = connection.live;
  const picked =
    open.length === 0
      ? 'declare'
      : await context.prompts.pick({
          id: 'incident',
          title: t('Incident'),
          placeholder: t('Which incident?'),
          choices: [
            ...open.map((each) => ({
              label: each.title,
              icon: 'flame',
              description: incidentRow(each, snapshot, Date.now()).description,
              value: each.id,
            })),
            { label: t('Declare Incident…'), icon: 'add', value: 'declare' },
          ],
        });
  if (picked !== 'declare') return picked;
  const declared = await declareIncident(context, connection, part, place);
  if (!declared) return undefined;
  context.prompts.tell('info', t('The incident is declared: {0}', declared.title), [
    {
      label: t('Show'),
      run: () => context.run('goldenPath.incident', { platform: connection.url, incident: declared.id }),
    },
  ]);
  return undefined;
}

async function take(
  context: CommandContext,
  connection: Connection,
  part: IncidentPart,
  facts: IncidentFacts,
  step: IncidentStep,
): Promise<void> {
  const { id, service, environment } = facts.incident;
  const target = {
    platform: connection.url,
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
  };
  switch (step.step) {
    case 'rollBack':
      return context.run('goldenPath.rollback', {
        ...target,
        incident: id,
        ...(step.deployment !== undefined && { deployment: step.deployment }),
      });
    case 'diff':
      if (facts.before) await showDeploymentDiff(context, connection, facts.before);
      return;
    case 'acknowledge': {
      tellChange(context, await part.update(id, { status: 'Acknowledged' }));
      return;
    }
    case 'resolve':
    case 'comment':
      return comment(context, part, facts.incident, step.step);
    case 'logs':
      return context.run('goldenPath.showLogs', target);
    case 'why':
      return context.run('goldenPath.whyUnhealthy', target);
    case 'timeline':
      return context.reports.show(t('Incident'), incidentPage(facts.incident));
    case 'runbook':
      return openRunbook(context, connection, step.runbook);
    case 'action':
      return runAttachedAction(context, connection, facts.incident, step.action);
    case 'link':
      return openContact(step.link.url);
  }
}

async function comment(
  { prompts, ...context }: CommandContext,
  part: IncidentPart,
  { id, title }: Incident,
  step: 'resolve' | 'comment',
): Promise<void> {
  const isEnd = step === 'resolve';
  const text = await prompts.input({
    id: `incident.${step}`,
    title,
    prompt: isEnd ? t('What ended it? May be left empty.') : t('What is to be noted?'),
    ...(!isEnd && {
      check: (value: string) => (value.trim() === '' ? t('Write what is to be noted.') : undefined),
    }),
  });
  if (text === undefined) return;
  const said = text.trim() === '' ? {} : { comment: text.trim() };
  const changed = await part.update(id, isEnd ? { status: 'Resolved', ...said } : said);
  tellChange({ ...context, prompts }, changed);
}

function tellChange({ prompts }: Pick<CommandContext, 'prompts'>, { title, status }: Incident): void {
  prompts.tell(
    'info',
    status === 'Resolved'
      ? t('{0}: it is resolved.', title)
      : status === 'Acknowledged'
        ? t('{0}: you take care of it.', title)
        : t('{0}: it is noted.', title),
  );
}

async function openRunbook(
  { reports }: Pick<CommandContext, 'reports'>,
  { platform }: Connection,
  { title, page, url }: Runbook,
): Promise<void> {
  const document = page === undefined ? undefined : await platform.pages?.get(page);
  if (document?.content !== undefined) return reports.show(title.replaceAll('/', ' '), document.content);
  const address = url ?? document?.url;
  if (address === undefined) {
    throw new UserError('incident.runbook', t('The platform does not tell where {0} is.', title));
  }
  await openContact(address);
}
