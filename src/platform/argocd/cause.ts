import { plainLine } from '../../base/plainText.js';
import { t } from '../../base/l10n.js';
import { objectAt, textAt, textsAt, type Json } from '../json.js';
import type { Application } from './application.js';
import { stateOf, stepsIn } from './run.js';
import { healthOf, infoOf } from './workloads.js';

/** Why something is not well, for a person: what, and what to do about it. */
export interface Cause {
  /** CamelCase, open. */
  readonly reason: string;
  readonly sentence: string;
}

/** What Argo CD itself complains of: what Git has, the Application, or the last sync; `undefined` where of nothing. */
export function faultOf(app: Application, json?: Json): string | undefined {
  const said = (type: string): string | undefined =>
    app.more?.conditions.find((condition) => condition.type === type)?.message;
  const [comparison, invalid] = [said('ComparisonError'), said('InvalidSpecError')];
  if (invalid !== undefined) {
    return t(
      'The Application {0} is not valid: {1} Change it, or ask whoever manages the project {2}.',
      app.name,
      coreOf(invalid),
      app.project,
    );
  }
  if (comparison !== undefined) {
    return t(
      'Argo CD cannot read what Git has of {0}: {1} Mend {2}.',
      app.name,
      coreOf(comparison),
      homeOf(app),
    );
  }
  const other = app.more?.conditions.find(({ type }) => type.endsWith('Error') && type !== 'SyncError');
  return failureOf({ app, json }) ?? other?.message;
}

/** Why the last sync failed; `undefined` for one that did not. With the whole answer, by what failed first. */
export function failureOf({
  app,
  json,
}: {
  readonly app: Application;
  readonly json?: Json | undefined;
}): string | undefined {
  const { run } = app;
  if (!run || stateOf(run) !== 'Failed') return undefined;
  const step = json && stepsIn(json).find(({ state }) => state === 'Failed');
  const said = step ? `${step.name}: ${step.message ?? ''}` : (run.message ?? '');
  return t(
    'The last sync of {0} failed: {1} Mend {2}, then sync again.',
    app.name,
    coreOf(said),
    homeOf(app),
  );
}

/** Where a person mends what an Application applies. */
function homeOf({ sources: [source] }: Application): string {
  if (!source) return t('its source');
  const { repository, path, chart } = source;
  return chart === undefined
    ? t('{0} in {1}', path === '' ? '/' : path, repository)
    : t('the chart {0} of {1}', chart, repository);
}

/** What was said last, of an error that others wrapped, as a sentence. */
function coreOf(message: string): string {
  const told = plainLine(message)
    .replace(/^.*rpc error: code = \w+ desc = /, '')
    .replace(/^Failed last sync attempt to \S+: /, '')
    .replace(/^one or more objects failed to apply,? reason: /, '')
    .replace(/ ?\(retried \d+ times?\)\.?$/, '')
    .trim();
  return /[.!?…]$/.test(told) ? told : `${told}.`;
}

const images = /^(?:ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|ImageInspectError)$/;
const crashes = /^(?:CrashLoopBackOff|Error|OOMKilled|RunContainerError|ContainerCannotRun|StartError)$/;
const lacks = /^(?:CreateContainerConfigError|CreateContainerError|ContainerCreating|PodInitializing)$/;

/** Why the objects of an Application are not well: of the object closest to the trouble, an instance before its owner. */
export function causeIn(nodes: readonly Json[]): Cause | undefined {
  const ill = nodes.filter((node) => ['Degraded', 'Missing', 'Progressing'].includes(healthOf(node) ?? ''));
  const [worst] = ill.sort((one, other) => rankOf(one) - rankOf(other));
  if (!worst) return undefined;
  const [kind = '', name = ''] = [textAt(worst, 'kind'), textAt(worst, 'name')];
  const said = textAt(objectAt(worst, 'health'), 'message') ?? '';
  const reason = reasonOf(worst, said);
  const message = said === '' ? reason : coreOf(said);
  if (images.test(reason)) {
    const image = /image "([^"]+)"/.exec(said)?.[1] ?? textsAt(worst, 'images')[0] ?? '';
    const sentence = t(
      '{0} cannot pull the image {1}. Check in Git that its name and tag are right, and that the cluster may pull it.',
      name,
      image,
    );
    return { reason, sentence };
  }
  if (crashes.test(reason)) {
    return {
      reason,
      sentence: t('{0} ends as soon as it has started: {1} Read its log.', name, coreOf(message)),
    };
  }
  if (lacks.test(reason) && said !== '') {
    return {
      reason,
      sentence: t('{0} cannot start: {1} Add in Git what it lacks.', name, message),
    };
  }
  if (message === '') return undefined;
  return { reason: reason || (healthOf(worst) ?? ''), sentence: `${kind}/${name}: ${coreOf(message)}` };
}

/** What is broken before what is under way, an instance before what owns it. */
function rankOf(node: Json): number {
  const health = ['Degraded', 'Missing', 'Progressing'].indexOf(healthOf(node) ?? '');
  return health * 2 + (textAt(node, 'kind') === 'Pod' ? 0 : 1);
}

/** Argo CD tells what Kubernetes says of an instance; not every version knows the reason by its name. */
function reasonOf(node: Json, said: string): string {
  const told = infoOf(node, 'Status Reason') ?? '';
  if (images.test(told) || !/pull(?:ing)? image|image pull/i.test(said)) return told;
  return 'ImagePullBackOff';
}
