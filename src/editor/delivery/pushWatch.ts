import { t } from '../../base/l10n.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { PipelineRun } from '../../model/pipelineRun.js';
import { healthWord } from '../views/healthLook.js';
import type { ReachLine } from './reach.js';

/** How far a pushed commit has come: a step to tell, or its end. */
export type PushState =
  | { readonly kind: 'under way'; readonly step: string }
  | { readonly kind: 'live'; readonly environments: readonly string[] }
  | { readonly kind: 'failed'; readonly why: string; readonly url?: string };

/**
 * Reads it from the pipeline runs of the commit and from what environments run. It is live when every environment that
 * has it is healthy and nothing more is under way.
 */
export function pushState(
  runs: readonly PipelineRun[],
  lines: readonly ReachLine[],
  live: Pick<LiveSnapshot, 'operations'>,
): PushState {
  const failed = newestOfKinds(runs).find(({ state }) => state === 'Failed' || state === 'Canceled');
  if (failed) {
    return {
      kind: 'failed',
      why: t(
        '{0} ended as {1}{2}',
        nameOf(failed),
        failed.state,
        failed.message ? `: ${failed.message}` : '',
      ),
      ...(failed.url !== undefined && { url: failed.url }),
    };
  }
  const running = runs.find(({ done }) => !done);
  if (running) {
    const step = running.steps?.find(({ state }) => state === 'Running')?.name;
    return {
      kind: 'under way',
      step: step === undefined ? nameOf(running) : t('{0}: {1}', nameOf(running), step),
    };
  }
  const moving = lines.find(({ state }) => state?.operation !== undefined);
  if (moving) {
    const operation = live.operations.get(moving.state?.operation ?? '');
    const isWaiting = operation?.state === 'Blocked';
    if (!isWaiting) return { kind: 'under way', step: t('deploying to {0}', moving.environment) };
  }
  const has = lines.filter(({ holding }) => holding === 'has');
  if (has.length === 0) return { kind: 'under way', step: t('waiting for a build or a deployment') };
  const unwell = has.find(({ state }) => state?.health !== 'Healthy');
  if (unwell) {
    return {
      kind: 'under way',
      step: t('in {0}, {1}', unwell.environment, healthWord(unwell.state?.health ?? 'Unknown')),
    };
  }
  return { kind: 'live', environments: has.map(({ environment }) => environment) };
}

/** A run that was repeated counts by its last try. */
function newestOfKinds(runs: readonly PipelineRun[]): readonly PipelineRun[] {
  const newest = new Map<string, PipelineRun>();
  for (const run of runs) {
    const kept = newest.get(run.kind);
    if (!kept || kept.createdAt < run.createdAt) newest.set(run.kind, run);
  }
  return [...newest.values()];
}

function nameOf({ title, kind, number }: PipelineRun): string {
  return title ?? (number === undefined ? kind : `${kind} #${number}`);
}
