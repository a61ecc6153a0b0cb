import { t } from '../../base/l10n.js';
import { isoMinute } from '../../model/blockSentence.js';
import type { GateResult } from '../../model/delivery.js';
import { durationSeconds } from '../../language/schedule/duration.js';
import { at, member, text, type JsonObject } from '../manifest/json.js';

type Mode = 'Off' | 'Warn' | 'Block';

/** What must hold before a release enters a stage; the defaults of the kind DeliveryPipeline. */
export interface Gates {
  readonly soakSeconds?: number;
  readonly healthy: Mode;
  readonly scorecard?: { readonly name: string; readonly minLevel: string; readonly mode: Mode };
  readonly errorBudget?: { readonly minRemainingPercent: number; readonly mode: Mode };
  readonly openIncidents: Mode;
}

/** What is known about a release that wants to enter an environment. */
export interface GateFacts {
  /** The stage it comes from; absent for the first one. */
  readonly from?: string;
  /** Of the release in the stage it comes from; absent when it does not run there. */
  readonly health?: string;
  /** Since when the release has run there, in ms since 1970. */
  readonly runsSince?: number;
  readonly scorecard?: { readonly level?: string; readonly levels: readonly string[] };
  readonly budgetRemainingPercent?: number;
  readonly openIncidents: number;
}

/** The gates of a stage: by the pipeline of the service, `default`, or the first there is. */
export function gatesOf(
  documents: readonly JsonObject[],
  pipeline: string,
  environment: string,
): Gates | undefined {
  const pipelines = documents.filter(({ kind }) => kind === 'DeliveryPipeline');
  const named = (name: string): JsonObject | undefined =>
    pipelines.find((document) => at(document, 'metadata', 'name') === name);
  const stages = at(named(pipeline) ?? named('default') ?? pipelines[0], 'spec', 'stages');
  const stage: unknown = Array.isArray(stages)
    ? stages.find((item: unknown) => member(item, 'environment') === environment)
    : undefined;
  const gates = member(stage, 'gates');
  if (gates === undefined) return undefined;
  const soakSeconds = durationSeconds(member(gates, 'soakTime'));
  const scorecard = member(gates, 'scorecard');
  const name = text(member(scorecard, 'name'));
  const minLevel = text(member(scorecard, 'minLevel'));
  const budget = member(gates, 'errorBudget');
  const least = member(budget, 'minRemainingPercent');
  return {
    ...(soakSeconds !== undefined && soakSeconds > 0 && { soakSeconds }),
    healthy: modeOf(member(gates, 'healthy'), 'Block'),
    ...(name !== undefined &&
      minLevel !== undefined && {
        scorecard: { name, minLevel, mode: modeOf(member(scorecard, 'mode'), 'Warn') },
      }),
    ...(budget !== undefined && {
      errorBudget: {
        minRemainingPercent: typeof least === 'number' ? least : 0,
        mode: modeOf(member(budget, 'mode'), 'Warn'),
      },
    }),
    openIncidents: modeOf(member(gates, 'openIncidents'), 'Warn'),
  };
}

/** Whether each gate holds. What is not known is `Unknown`, and stops nothing. */
export function evaluateGates(gates: Gates, facts: GateFacts, now: number): readonly GateResult[] {
  return [
    ...(facts.from === undefined ? [] : healthGate(gates, facts, facts.from)),
    ...(facts.from === undefined ? [] : soakGate(gates, facts, facts.from, now)),
    ...scorecardGate(gates, facts),
    ...budgetGate(gates, facts),
    ...incidentGate(gates, facts),
  ];
}

function healthGate({ healthy }: Gates, { health }: GateFacts, from: string): GateResult[] {
  if (healthy === 'Off') return [];
  const message =
    health === undefined
      ? t('This release does not run in {0}: deploy it there first.', from)
      : t('The release is {0} in {1}; it must be Healthy there.', health, from);
  return [gate('healthy', 'Health', health === 'Healthy' ? 'Passed' : 'Failed', healthy, message)];
}

function soakGate({ soakSeconds }: Gates, { runsSince }: GateFacts, from: string, now: number): GateResult[] {
  if (soakSeconds === undefined) return [];
  if (runsSince === undefined) {
    return [gate('soakTime', 'Soak', 'Failed', 'Block', t('This release has not run in {0} yet.', from))];
  }
  const until = runsSince + soakSeconds * 1_000;
  if (until <= now) {
    return [gate('soakTime', 'Soak', 'Passed', 'Block', t('It has run in {0} long enough.', from))];
  }
  const end = new Date(until).toISOString();
  const message = t('It must run in {0} until {1}.', from, isoMinute(end));
  return [{ ...gate('soakTime', 'Soak', 'Pending', 'Block', message), until: end }];
}

function scorecardGate({ scorecard: wanted }: Gates, { scorecard }: GateFacts): GateResult[] {
  if (!wanted || wanted.mode === 'Off') return [];
  const { name, minLevel, mode } = wanted;
  const least = scorecard?.levels.indexOf(minLevel) ?? -1;
  if (!scorecard || least < 0) {
    const message = t('There is no scorecard "{0}" with a level "{1}".', name, minLevel);
    return [gate('scorecard', 'Scorecard', 'Unknown', mode, message)];
  }
  const reached = scorecard.level === undefined ? -1 : scorecard.levels.indexOf(scorecard.level);
  const message = t('"{0}" is at {1}; {2} is needed.', name, scorecard.level ?? t('no level'), minLevel);
  return [gate('scorecard', 'Scorecard', reached >= least ? 'Passed' : 'Failed', mode, message)];
}

function budgetGate({ errorBudget }: Gates, { budgetRemainingPercent: left }: GateFacts): GateResult[] {
  if (!errorBudget || errorBudget.mode === 'Off') return [];
  const { minRemainingPercent, mode } = errorBudget;
  if (left === undefined) {
    return [gate('errorBudget', 'ErrorBudget', 'Unknown', mode, t('No error budget is measured yet.'))];
  }
  const message = t(
    '{0}% of the error budget is left; {1}% is needed.',
    Math.round(left * 10) / 10,
    minRemainingPercent,
  );
  const state = left >= minRemainingPercent ? 'Passed' : 'Failed';
  return [gate('errorBudget', 'ErrorBudget', state, mode, message)];
}

function incidentGate({ openIncidents: mode }: Gates, { openIncidents }: GateFacts): GateResult[] {
  if (mode === 'Off') return [];
  const message =
    openIncidents === 0
      ? t('No incident is open.')
      : t('{0} incidents of the service are open.', openIncidents);
  return [gate('openIncidents', 'Incidents', openIncidents === 0 ? 'Passed' : 'Failed', mode, message)];
}

function gate(
  name: string,
  type: string,
  state: GateResult['state'],
  policy: string,
  message: string,
): GateResult {
  return { name, type, state, policy, message };
}

function modeOf(value: unknown, standard: Mode): Mode {
  return value === 'Off' || value === 'Warn' || value === 'Block' ? value : standard;
}
