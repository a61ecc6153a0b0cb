import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import type { DeploymentRequest, GateResult, PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import type { Caller } from '../identity/caller.js';
import { at, canonical, text, type JsonObject } from '../manifest/json.js';
import { sha256 } from '../releases/contentDigest.js';
import { blockOf, closureAt } from './freeze.js';
import { evaluateGates, gatesOf, type GateFacts, type Gates } from './gates.js';
import { freezeWindows } from './windows.js';

export interface GuardContext {
  readonly caller: Caller;
  /** Policies of the platform team. */
  readonly documents: readonly JsonObject[];
  /** All that the caller is. */
  readonly identities: ReadonlySet<string>;
  gateFacts(from: string | undefined, scorecard: string | undefined): Promise<GateFacts>;
  readonly now: number;
}

export interface GuardResult {
  readonly blocks: readonly Block[];
  readonly warnings: readonly PlanFinding[];
  readonly gates: readonly GateResult[];
  /** Changes when a policy that is about this change does. */
  readonly policyDigest: string;
}

/** What the policies say to a change: freeze windows and the gates of the stage. Approvals come after it. */
export async function guard(
  request: DeploymentRequest,
  environment: Environment,
  manifest: JsonObject,
  context: GuardContext,
): Promise<GuardResult> {
  const frozen = freezeGuard(request, environment, manifest, context);
  const gates = await gateGuard(request, environment, manifest, context);
  const about = context.documents.filter(
    ({ kind, metadata }) =>
      kind === 'FreezeWindow' ||
      kind === 'DeliveryPipeline' ||
      (kind === 'Environment' && at(metadata, 'name') === environment.name),
  );
  return {
    blocks: [...frozen.blocks, ...gates.flatMap(gateBlock)],
    warnings: [...frozen.warnings, ...gates.flatMap(gateWarning)],
    gates,
    policyDigest: sha256(canonical(about)),
  };
}

function freezeGuard(
  request: DeploymentRequest,
  environment: Environment,
  manifest: JsonObject,
  { documents, identities, now }: GuardContext,
): { readonly blocks: readonly Block[]; readonly warnings: readonly PlanFinding[] } {
  const target = { environment: environment.name, action: request.kind, manifest };
  const closure = closureAt(freezeWindows(documents), target, now);
  if (!closure) return { blocks: [], warnings: [] };
  const block = blockOf(closure);
  if (request.override?.includes('FreezeWindow') !== true) return { blocks: [block], warnings: [] };
  const { window } = closure;
  const cannot = !window.overrideBy.some((reference) => identities.has(reference))
    ? t('You may not lift it.')
    : window.overrideNeedsReason && !request.reason?.trim()
      ? t('Give a reason to lift it.')
      : undefined;
  if (cannot !== undefined) {
    return { blocks: [{ ...block, message: `${closure.reason} ${cannot}` }], warnings: [] };
  }
  const message = t('You lift the freeze "{0}"; that is written down.', window.title);
  return { blocks: [], warnings: [{ code: 'freeze-lifted', severity: 'Warning', message }] };
}

/** Of a promotion where no pipeline says otherwise. */
const standardGates: Gates = { healthy: 'Block', openIncidents: 'Warn' };

async function gateGuard(
  request: DeploymentRequest,
  environment: Environment,
  manifest: JsonObject,
  { documents, now, ...context }: GuardContext,
): Promise<readonly GateResult[]> {
  if (request.kind === 'Rollback' || request.kind === 'Restart') return [];
  const pipeline = text(at(manifest, 'spec', 'delivery', 'pipeline')) ?? 'default';
  const declared = gatesOf(documents, pipeline, environment.name);
  const gates = declared ?? (request.kind === 'Promote' ? standardGates : undefined);
  if (!gates) return [];
  const from = request.fromEnvironment ?? environment.promotesFrom?.[0];
  return evaluateGates(gates, await context.gateFacts(from, gates.scorecard?.name), now);
}

function gateBlock({ name, state, policy, message, until }: GateResult): Block[] {
  if (policy !== 'Block' || (state !== 'Failed' && state !== 'Pending')) return [];
  return [
    {
      reason: 'GateFailed',
      name,
      ...(message !== undefined && { message }),
      ...(until !== undefined && { until }),
    },
  ];
}

function gateWarning({ name, state, policy, message = '' }: GateResult): PlanFinding[] {
  if (state === 'Passed' || (policy === 'Block' && state !== 'Unknown')) return [];
  return [
    {
      code: `gate-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      severity: 'Warning',
      message,
    },
  ];
}
