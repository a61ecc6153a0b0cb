import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { redact } from '../../base/redact.js';
import { DisposableStore, toDisposable, type Disposable } from '../../base/lifecycle.js';
import type { PlannedDelivery } from '../../platform/delivery.js';
import { isOtherText, planHeading } from './planSummary.js';

export const planScheme = 'golden-path-plan';

/** One side of a comparison. */
export interface Side {
  readonly name: string;
  readonly text: string;
}

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

  /** Opens the diff of a plan; dispose the result to close it. */
  async show(planned: PlannedDelivery): Promise<Disposable> {
    const { service, environment, plan, previous } = planned;
    const heading = planHeading(planned);
    const name = t('{0} in {1}', service, environment.name);
    if (previous && isOtherText(planned)) {
      return this.compare(
        {
          name: t('{0} (as it was planned)', name),
          text: `${planHeading({ ...planned, plan: previous })}${previous.after ?? ''}`,
        },
        { name: t('{0} (as it is planned now)', name), text: `${heading}${plan.after ?? ''}` },
        t('Changed plan: {0} to {1}', service, environment.name),
      );
    }
    return this.compare(
      { name: t('{0} (now)', name), text: `${heading}${plan.before ?? ''}` },
      { name: t('{0} (planned)', name), text: `${heading}${plan.after ?? plan.unifiedDiff ?? ''}` },
      t('Plan: {0} to {1}', service, environment.name),
    );
  }

  /** Opens the editor's diff of two texts; dispose the result to close it. */
  async compare(before: Side, after: Side, title: string): Promise<Disposable> {
    const number = String(++this.#count);
    const [left, right] = [before, after].map(({ name, text }) => {
      const uri = vscode.Uri.from({
        scheme: planScheme,
        path: `/${name.replaceAll('/', ' ')}.yaml`,
        query: number,
      });
      this.#texts.set(uri.toString(), redact(text));
      return uri;
    });
    await vscode.commands.executeCommand('vscode.diff', left, right, title, {
      preview: true,
      preserveFocus: true,
    });
    return toDisposable(() => void (right && closeTabs(right)));
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
