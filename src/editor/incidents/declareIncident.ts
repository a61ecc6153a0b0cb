import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Incident } from '../../model/incident.js';
import type { OnCall } from '../../model/offer.js';
import type { IncidentPart } from '../../model/parts.js';
import { actorName } from '../../model/reference.js';
import { pickEnvironment, pickService, type ServiceAsker } from '../commands/picks.js';
import { placeWords } from '../runs/places.js';
import type { Connection } from '../session/connection.js';
import { environmentsInOrder, serviceNames } from '../views/picture.js';

export interface IncidentPlace {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
}

/** Asks what is wrong and whom to call, says who will be called, and declares an incident. `undefined` when turned away. */
export async function declareIncident(
  asker: ServiceAsker,
  { platform, live }: Connection,
  part: IncidentPart,
  place: IncidentPlace,
): Promise<Incident | undefined> {
  const { prompts } = asker;
  const { snapshot } = live;
  const heading = t('Declare Incident');
  const service =
    place.service ??
    (await pickService(
      asker,
      heading,
      serviceNames({ live: snapshot, workspace: new Set() }).map((name) => ({ label: name, value: name })),
    ));
  if (service === undefined) return undefined;
  const environment =
    place.environment ?? (await pickEnvironment(prompts, snapshot, service, heading, t('Where is it?')));
  if (environment === undefined) return undefined;
  const title = await prompts.input({
    id: 'incident.title',
    title: heading,
    prompt: t('What is wrong with {0} in {1}? One sentence that others understand.', service, environment),
    check: (value) => (value.trim() === '' ? t('Say in a few words what is wrong.') : undefined),
  });
  if (title === undefined) return undefined;
  const names = namesOf(await onCallOf(platform, service));
  const urgency = await prompts.pick<'high' | 'low'>({
    id: 'incident.urgency',
    title: heading,
    placeholder: t('Is somebody to be called now?'),
    choices: [
      { label: t('Page Who Is on Call'), icon: 'bell', description: names, value: 'high' },
      { label: t('Call Nobody'), icon: 'bell-slash', description: t('it can wait'), value: 'low' },
    ],
  });
  if (urgency === undefined) return undefined;
  const called = urgency === 'high' ? t('Called now: {0}.', names) : t('Nobody is called.');
  const known = environmentsInOrder(snapshot).find(({ name }) => name === environment);
  const where = known ? placeWords({ service, environment: known }) : t('{0} in {1}', service, environment);
  const detail = [where, called].join('\n');
  const question = t('Declare “{0}”?', title.trim());
  if (!(await prompts.confirm('incident.declare', question, detail, t('Declare')))) return undefined;
  return part.create({ title: title.trim(), service, environment, urgency });
}

async function onCallOf(platform: Connection['platform'], service: string): Promise<OnCall['shifts']> {
  try {
    return (await platform.getOnCall(service)).shifts;
  } catch (error) {
    if (PlatformError.is(error, 'not-found', 'not-implemented', 'forbidden')) return [];
    throw error;
  }
}

function namesOf(shifts: OnCall['shifts']): string {
  const names = shifts.filter(({ level = 1 }) => level === 1).map(({ who }) => actorName(who));
  return names.length > 0 ? names.join(', ') : t('whoever the platform has on call');
}
