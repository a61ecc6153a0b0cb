import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Service } from '../../model/catalog.js';
import type { DeploymentRequest, Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import { deliver } from '../../platform/delivery.js';
import type { CommandContext } from '../commands/context.js';
import type { Action } from '../prompts.js';
import type { Connection } from '../session/connection.js';
import { deployedState } from '../views/picture.js';
import { withNotification } from '../windowPrompts.js';
import { confirmPlan } from './confirmPlan.js';
import { stepSentence } from './stepSentence.js';

export interface Delivery {
  readonly service: string;
  readonly environment: string;
  /** What the person confirms, e.g. `Deploy orders to staging`. */
  readonly headline: string;
  /** What the progress notification says. */
  readonly title: string;
  /** Prepares the request, e.g. makes the release. */
  readonly wanted: (
    signal: AbortSignal,
  ) => Promise<Omit<DeploymentRequest, 'environment' | 'planFingerprint' | 'reason' | 'acknowledge'>>;
}

/** Carries a delivery from plan to result in front of the person who asked for it. */
export async function runDelivery(
  context: CommandContext,
  connection: Connection,
  delivery: Delivery,
): Promise<void> {
  const operation = await withNotification(delivery.title, (report, signal) =>
    attempt(context, connection, delivery, report, signal),
  );
  if (operation) await tellResult(context, connection, delivery, operation);
}

/** Cancel before the platform has the operation drops everything; after that it asks the platform to cancel. */
async function attempt(
  { prompts, planPreview, log }: CommandContext,
  { platform }: Connection,
  delivery: Delivery,
  report: (step: string) => void,
  canceled: AbortSignal,
): Promise<Operation | undefined> {
  const { service, environment } = delivery;
  const before = new AbortController();
  let operation: Operation | undefined;
  canceled.addEventListener('abort', () => {
    if (!operation) {
      before.abort(canceled.reason);
      return;
    }
    report(t('Canceling'));
    platform.cancelOperation(operation.id).catch((error: unknown) => {
      log.error('cancel failed', error);
      prompts.tell('warning', t('The platform did not cancel: {0}', sentence(error)));
    });
  });
  report(t('Making the plan'));
  const result = await deliver(
    platform,
    service,
    environment,
    await delivery.wanted(before.signal),
    {
      confirm: async (planned) => {
        report(t('Waiting for you to confirm the plan'));
        return confirmPlan(prompts, planPreview, planned, delivery.headline);
      },
      started: (started) => {
        operation = started;
        report(t('Accepted'));
      },
      event: (event) => {
        const step = stepSentence(event);
        if (step) report(step);
      },
    },
    { signal: before.signal },
  );
  return result.outcome === 'done' ? result.operation : undefined;
}

async function tellResult(
  context: CommandContext,
  connection: Connection,
  delivery: Delivery,
  operation: Operation,
): Promise<void> {
  const { service, environment } = delivery;
  const target = { service, environment };
  const showLogs: Action = {
    label: t('Show Logs'),
    run: () => context.run('goldenPath.showLogs', target),
  };
  if (operation.state === 'Succeeded') {
    void vscode.commands.executeCommand('setContext', 'goldenPath.deployed', true);
    const state = deployedState(await freshService(connection, service), environment);
    const open: Action = { label: t('Open'), run: () => context.run('goldenPath.openUrl', target) };
    context.prompts.tell(
      'info',
      t('{0} {1} is live in {2}.', service, state?.current?.version ?? '', environment).replace('  ', ' '),
      [...(state?.urls?.length ? [open] : []), showLogs],
    );
    return;
  }
  if (operation.state === 'Canceled') {
    context.prompts.tell(
      'info',
      t('{0} to {1} was canceled. What ran before still runs.', service, environment),
    );
    return;
  }
  const why = operation.error?.detail ?? operation.error?.title ?? operation.message ?? operation.state;
  context.prompts.tell('error', t('{0} did not get live in {1}: {2}', service, environment, why), [
    showLogs,
    { label: t('Roll Back…'), run: () => context.run('goldenPath.rollback', target) },
  ]);
}

/** The service as it is now: the live picture may be a moment behind the operation. */
function freshService({ platform, live }: Connection, service: string): Promise<Service | undefined> {
  return platform.getService(service).catch(() => live.snapshot.services.get(service));
}

function sentence(error: unknown): string {
  return error instanceof PlatformError ? error.message : String(error);
}
