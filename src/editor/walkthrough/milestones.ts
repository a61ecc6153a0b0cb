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
}

/** A deployment of this kind has ended. */
export function noticeEnd({ state }: Pick<Operation, 'state'>, kind: DeploymentKind): void {
  if (state === 'Failed') reached('goldenPath.broken');
  if (state !== 'Succeeded') return;
  reached(kind === 'Rollback' ? 'goldenPath.rolledBack' : 'goldenPath.deployed');
}

/** Notices, once, that a service which was deployed is not well. */
export function noticeBreaking(session: Pick<Session, 'onDidChangeLive'>): Disposable {
  const listening = session.onDidChangeLive(({ connection, services }) => {
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
