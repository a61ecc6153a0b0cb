import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { taskType, taskWish, type TaskWish } from './taskDefinition.js';

/** What tasks run with; loaded when the first one does. */
export interface TaskPorts {
  /** The command-line tool that comes with the extension. */
  readonly cliPath: string;
  /** Deploys as the command does, in front of the person, and says whether it got live. */
  readonly deploy: (target: { readonly service?: string; readonly environment: string }) => Promise<boolean>;
}

/** Tasks of the type `golden-path`: `check` in a terminal with its findings as problems, `deploy` by the editor's own flow. */
export class TaskProvider implements vscode.TaskProvider {
  readonly #ports: TaskPorts;

  constructor(ports: TaskPorts) {
    this.#ports = ports;
  }

  /** Offered without being written down: checking the workspace. What to deploy where is for `tasks.json` to say. */
  provideTasks(): vscode.Task[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders
      .filter(({ uri }) => uri.scheme === 'file')
      .map((folder) => this.#task({ type: taskType, task: 'check' }, folder, { task: 'check', path: '.' }));
  }

  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const wish = taskWish(definition);
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    return wish && folder && this.#task(definition, folder, wish);
  }

  #task(definition: vscode.TaskDefinition, folder: vscode.WorkspaceFolder, wish: TaskWish): vscode.Task {
    const name = wish.task === 'check' ? 'check' : t('deploy to {0}', wish.environment);
    const task = new vscode.Task(definition, folder, name, taskType, this.#execution(wish, folder), [
      ...(wish.task === 'check' ? ['$golden-path'] : []),
    ]);
    if (wish.task === 'check') task.group = vscode.TaskGroup.Build;
    return task;
  }

  #execution(
    wish: TaskWish,
    folder: vscode.WorkspaceFolder,
  ): vscode.ProcessExecution | vscode.CustomExecution {
    if (wish.task === 'check') {
      // Arguments, never a line for a shell.
      return new vscode.ProcessExecution(
        process.execPath,
        [this.#ports.cliPath, 'check', '--format', 'text', wish.path],
        { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
      );
    }
    return new vscode.CustomExecution(() => Promise.resolve(new DeployTerminal(wish, this.#ports)));
  }
}

/** The terminal of a deployment: its questions are the editor's, its end is the task's. */
class DeployTerminal implements vscode.Pseudoterminal {
  readonly #wish: Extract<TaskWish, { task: 'deploy' }>;
  readonly #ports: TaskPorts;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(wish: Extract<TaskWish, { task: 'deploy' }>, ports: TaskPorts) {
    this.#wish = wish;
    this.#ports = ports;
  }

  open(): void {
    const { service, environment } = this.#wish;
    const line = t('Deploying to {0}: answer the questions above.', environment);
    this.#written.fire(`${line}\r\n`);
    this.#ports.deploy({ environment, ...(service !== undefined && { service }) }).then(
      (isLive) => this.#end(isLive),
      () => this.#end(false),
    );
  }

  close(): void {
    this.#written.dispose();
    this.#closed.dispose();
  }

  #end(isLive: boolean): void {
    this.#written.fire(`${isLive ? t('It is live.') : t('It did not get live.')}\r\n`);
    this.#closed.fire(isLive ? 0 : 1);
  }
}
