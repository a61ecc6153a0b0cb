import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import { plainText } from '../../base/plainText.js';
import type { Operation } from '../../model/delivery.js';
import type { GuardAnswer } from '../../model/guard.js';
import type { Platform } from '../../model/platform.js';
import type { RunPlan } from '../../model/run.js';
import { carryOut, type GuardedRun, type PlannedRun } from '../../platform/runs/guardedRun.js';
import { cancelOperation } from '../delivery/cancelOperation.js';
import { stepSentence } from '../delivery/stepSentence.js';
import type { CommandContext } from '../commands/context.js';
import type { Action, Prompts } from '../prompts.js';
import type { Connection } from '../session/connection.js';
import { whileWanted, withNotification } from '../windowPrompts.js';
import { confirmRun, type RunQuestion } from './confirmRun.js';
import { linksOf } from './runLinks.js';
import { runAgain, type Repeatable } from './runAgain.js';

/** What is shown while the question is asked. */
export interface Shown extends Disposable {
  readonly notes?: readonly string[];
}

export interface Write extends GuardedRun, RunQuestion, Repeatable {
  /** Shows what the plan would do, besides the question; disposed after it. Throws to refuse the plan. */
  readonly show?: (plan: RunPlan) => Promise<Shown>;
  /** Asked after the plan was confirmed and before anything is sent; `false` turns all away. */
  readonly consent?: () => Promise<boolean>;
}

/** Lines of an operation's log that are kept for the person to look at. */
const mostLines = 5_000;

/** A write that the platform carried out, or goes on with. */
export interface Done {
  readonly operation: Operation;
  /** Its log and the links of its result. */
  readonly actions: readonly Action[];
}

/**
 * Carries a write from plan to result in front of the person who asked for it. `undefined` when it came to nothing: the
 * person turned away or called it off, or it failed, which the person was told.
 */
export async function runWrite(
  context: Pick<CommandContext, 'prompts' | 'log' | 'reports' | 'pendingRuns'>,
  { platform }: Connection,
  write: Write,
  outer?: AbortSignal,
): Promise<Done | undefined> {
  const lines: string[] = [];
  const operation = await withNotification(write.title, (report, canceled) =>
    attempt(context, platform, write, { report, canceled, outer, lines }),
  );
  if (!operation) return undefined;
  const output = outputAction(context, write.headline, lines);
  if (operation.state === 'Canceled') {
    context.prompts.tell('info', t('{0}: canceled.', write.headline), output);
    return undefined;
  }
  if (operation.state === 'Failed') {
    const why = operation.error?.detail ?? operation.error?.title ?? operation.message ?? operation.state;
    const again = write.retry ? [runAgain(context, platform, write, operation.id)] : [];
    context.prompts.tell('error', t('{0} failed: {1}', write.headline, why), [...again, ...output]);
    return undefined;
  }
  return { operation, actions: [...output, ...linksOf(operation)] };
}

interface Attempt {
  readonly report: (step: string) => void;
  /** The person presses Cancel. */
  readonly canceled: AbortSignal;
  /** The page that it comes from is closed. */
  readonly outer: AbortSignal | undefined;
  readonly lines: string[];
}

/** Cancel before the platform has the operation drops everything; after that it asks the platform to cancel. */
async function attempt(
  { prompts, log, pendingRuns }: Pick<CommandContext, 'prompts' | 'log' | 'pendingRuns'>,
  platform: Platform,
  write: Write,
  { report, canceled, outer, lines }: Attempt,
): Promise<Operation | undefined> {
  const before = new AbortController();
  let operation: Operation | undefined;
  canceled.addEventListener('abort', () => {
    if (!operation) {
      before.abort(canceled.reason);
      return;
    }
    report(t('Canceling'));
    cancelOperation({ prompts, log }, platform, operation.id);
  });
  outer?.addEventListener('abort', () => {
    if (!operation) before.abort(outer.reason);
  });
  report(t('Making the plan'));
  const result = await carryOut(
    platform,
    write,
    {
      looks: true,
      confirm: async (planned) => {
        report(t('Waiting for you to confirm the plan'));
        return whileWanted(before.signal, () => confirm(prompts, write, planned));
      },
      started: (accepted) => {
        operation = accepted;
        report(t('Accepted'));
      },
      event: (event) => {
        const step = stepSentence(event);
        if (step !== undefined) report(step);
        if (event.message !== undefined && lines.length < mostLines) lines.push(plainText(event.message));
      },
    },
    before.signal,
    pendingRuns,
  );
  return result.outcome === 'done' ? result.operation : undefined;
}

async function confirm(
  prompts: Prompts,
  write: Write,
  planned: PlannedRun,
): Promise<GuardAnswer | undefined> {
  const shown = planned.guard.blocks.length > 0 ? undefined : await write.show?.(planned.plan);
  try {
    const answer = await confirmRun(prompts, planned, {
      ...write,
      notes: [...(write.notes ?? []), ...(shown?.notes ?? [])],
    });
    if (!answer || planned.guard.blocks.length > 0) return answer;
    return (await (write.consent?.() ?? true)) ? answer : undefined;
  } finally {
    shown?.dispose();
  }
}

/** Says that a write is done, or that the platform goes on with it. */
export function tellDone(
  { prompts }: Pick<CommandContext, 'prompts'>,
  { operation, actions }: Done,
  sentence: string,
  first: readonly Action[] = [],
): void {
  const waits = operation.blockedBy?.message ?? operation.message ?? operation.state;
  prompts.tell('info', operation.done ? sentence : t('Not done yet: {0}', waits), [...first, ...actions]);
}

function outputAction(
  { reports }: Pick<CommandContext, 'reports'>,
  title: string,
  lines: readonly string[],
): readonly Action[] {
  if (lines.length === 0) return [];
  const text = lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`).join('\n');
  return [{ label: t('Show Output'), run: () => reports.show(title.replaceAll('/', ' '), text) }];
}
