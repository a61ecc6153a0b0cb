import type { Log } from '../../model/log.js';
import type { LanguageClientHost } from '../languageClient/clientHost.js';
import type { WorkspaceServices } from '../languageClient/workspaceServices.js';
import type { FaultMemory } from '../feedback/faultMemory.js';
import type { LogViews } from '../logs/logViews.js';
import type { PlanPreview } from '../delivery/planPreview.js';
import type { PendingWrites } from '../../platform/writes/pendingWrites.js';
import type { Prompts } from '../prompts.js';
import type { ReportView } from '../reportView.js';
import type { ActivityArrangement } from '../views/activity/activity.js';
import type { ServicesArrangement } from '../views/arrangement.js';
import type { TemplateTrials } from '../portal/templateTrials.js';
import type { FilePreview } from '../runs/filePreview.js';
import type { FormDrafts } from '../forms/formDrafts.js';
import type { Dashboards } from '../dashboards/dashboards.js';
import type { Pages } from '../webviews/pages.js';
import type { CommandId } from './ids.js';
import type { Session } from '../session/session.js';
import type { Account } from '../../platform/auth/account.js';
import type { Authentication } from '../auth/authentication.js';
import type { SignInHost } from '../auth/signInHost.js';

/** What commands work with. */
export interface CommandContext {
  readonly session: Session;
  readonly authentication: Authentication;
  readonly signInHost: SignInHost;
  readonly language: LanguageClientHost;
  readonly workspaceServices: WorkspaceServices;
  readonly prompts: Prompts;
  readonly logs: LogViews;
  readonly planPreview: PlanPreview;
  /** Deployments without an end yet. */
  readonly pending: PendingWrites;
  readonly services: ServicesArrangement;
  readonly activity: ActivityArrangement;
  readonly reports: ReportView;
  readonly pages: Pages;
  readonly drafts: FormDrafts;
  readonly filePreview: FilePreview;
  readonly trials: TemplateTrials;
  readonly dashboards: Dashboards;
  readonly log: Log;
  readonly faults: FaultMemory;
  /** Runs a command behind the error boundary, e.g. from the button of a message. */
  run(id: CommandId, ...args: readonly unknown[]): Promise<void>;
  /** Forgets what is kept on disk of what an account was shown. */
  forgetKept(account: Account): Promise<void>;
  showLog(): void;
  showProblems(): void;
  loadMore(list: string): void;
}

/** One command: what happens when it runs with the arguments of a menu, a lens, or none (the palette). */
export type CommandHandler<Needed extends keyof CommandContext = keyof CommandContext> = (
  context: Pick<CommandContext, Needed>,
  ...args: readonly unknown[]
) => Promise<void> | void;
