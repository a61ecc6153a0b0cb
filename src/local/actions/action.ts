import type { components } from '../../contract/generated/wire.js';
import type { App } from '../app.js';
import type { PlannedRun } from '../http/runAnswer.js';

export interface ActionRequest {
  readonly values: Readonly<Record<string, unknown>>;
  readonly service: string;
  readonly environment: string;
  readonly reason?: string;
}

/** Something that people can ask the local platform to do with a service in an environment. */
export interface LocalAction {
  readonly wire: components['schemas']['Action'];
  /** Throws `PlatformError` or `UserError` for what makes no sense. */
  plan(app: App, request: ActionRequest): Promise<PlannedRun> | PlannedRun;
}

/** What the run of an action is called and about. */
export function actionSpec(
  title: string,
  { service, environment, ...request }: ActionRequest,
): PlannedRun['spec'] {
  return { kind: 'ActionRun', title, service, environment, request: { service, environment, ...request } };
}
