import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle.js';
import type { PlannedDelivery } from '../../platform/delivery.js';
import { planHeading } from './planSummary.js';

export const planScheme = 'golden-path-plan';

/** Shows plans in the editor's own diff, as read-only documents that exist while the plan is on the table. */
export class PlanPreview implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registered = new DisposableStore();
  #count = 0;

  constructor() {
    this.#registered.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
    this.#registered.add(
      vscode.workspace.registerTextDocumentContentProvider(planScheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
    );
  }

  /** Opens the diff; dispose the result to close it. */
  async show(planned: PlannedDelivery): Promise<Disposable> {
    const { service, environment, plan, previous } = planned;
    const number = ++this.#count;
    const file = (side: string): vscode.Uri =>
      vscode.Uri.from({
        scheme: planScheme,
        path: `/${service} in ${environment.name} (${side}).yaml`,
        query: String(number),
      });
    const heading = planHeading(planned);
    const before = file(previous ? t('as it was planned') : t('now'));
    const after = file(previous ? t('as it is planned now') : t('planned'));
    const left = previous ? `${planHeading({ ...planned, plan: previous })}${previous.after ?? ''}` : undefined;
    this.#texts.set(before.toString(), left ?? `${heading}${plan.before ?? ''}`);
    this.#texts.set(after.toString(), `${heading}${plan.after ?? plan.unifiedDiff ?? ''}`);
    await vscode.commands.executeCommand(
      'vscode.diff',
      before,
      after,
      previous
        ? t('Changed plan: {0} to {1}', service, environment.name)
        : t('Plan: {0} to {1}', service, environment.name),
      { preview: true, preserveFocus: true },
    );
    return toDisposable(() => {
      void closeTabs(after);
    });
  }

  dispose(): void {
    this.#registered.dispose();
  }
}

async function closeTabs(after: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputTextDiff && input.modified.toString() === after.toString(),
    );
  await vscode.window.tabGroups.close(tabs, true);
}
