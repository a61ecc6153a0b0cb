import * as vscode from 'vscode';
import { toDisposable, type Disposable } from '../../base/lifecycle.js';
import { knownHealth } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import type { DeploymentKind } from '../../model/deployment.js';
import type { Session } from '../session/session.js';

/** What steps of the walkthrough wait for. Each stays reached until the window closes; the editor keeps what was ticked off. */
export type Milestone =
  'goldenPath.created' | 'goldenPath.deployed' | 'goldenPath.broken' | 'goldenPath.rolledBack';

export function reached(milestone: Milestone): void {
  void vscode.commands.executeCommand('setContext', milestone, true);
  tick(steps[milestone]);
}

const steps = {
  'goldenPath.created': 'create',
  'goldenPath.deployed': 'deploy',
  'goldenPath.broken': 'break',
  'goldenPath.rolledBack': 'rollback',
} as const satisfies Readonly<Record<Milestone, string>>;

type Step = (typeof steps)[Milestone] | 'platform' | 'connect';
const ticked = new Set<Step>();

/**
 * Ticks a step off, once a window: a context that was set before anybody opened the walkthrough is no event to the
 * editor, not even when it is set again.
 */
function tick(step: Step): void {
  if (ticked.has(step)) return;
  ticked.add(step);
  vscode.commands.executeCommand('welcome.markStepComplete', `golden-path.golden-path#start#${step}`).then(
    undefined,
    // An editor that has no such command, or has not read the walkthrough yet: its own events are left.
    () => undefined,
  );
}

/** Notices that a platform is there, be it the local one or another. */
export function noticePlatforms(session: Pick<Session, 'onDidChange' | 'connections'>): Disposable {
  return session.onDidChange(() => {
    for (const { kind } of session.connections) tick(kind === 'local' ? 'platform' : 'connect');
  });
}

/** A deployment of this kind has ended. */
export function noticeEnd({ state }: Pick<Operation, 'state'>, kind: DeploymentKind): void {
  if (state === 'Failed') reached('goldenPath.broken');
  if (state !== 'Succeeded') return;
  reached(kind === 'Rollback' ? 'goldenPath.rolledBack' : 'goldenPath.deployed');
}

/** Notices, once, that a service which runs here is not well: what a company's platform has is nobody's lesson. */
export function noticeBreaking(session: Pick<Session, 'onDidChangeLive'>): Disposable {
  const listening = session.onDidChangeLive(({ connection, services }) => {
    if (connection.kind !== 'local') return;
    const { snapshot } = connection.live;
    const isBroken = [...services].some((name) =>
      snapshot.services
        .get(name)
        ?.environments?.some(({ current, health }) => current && knownHealth(health) === 'Degraded'),
    );
    if (!isBroken) return;
    reached('goldenPath.broken');
    listening.dispose();
  });
  return toDisposable(() => listening.dispose());
}
