import type { Confirmation, Environment } from './catalog.js';
import type { Block } from './problem.js';
import type { Plan, PlanFinding } from './delivery.js';
import { blockSentence } from './blockSentence.js';
import { UserError } from './errors.js';
import { t } from '../base/l10n.js';

/** What a person must give before a deployment may be sent. The server enforces the same. */
export interface Guard {
  readonly environment: string;
  readonly production: boolean;
  readonly confirmation: Confirmation;
  readonly reasonRequired: boolean;
  readonly acknowledge: readonly PlanFinding[];
  readonly blocks: readonly Block[];
}

/** What the person gave. */
export interface GuardAnswer {
  /** The environment's name as typed, where the guard asks for it. */
  readonly typedName?: string;
  readonly reason?: string;
  readonly acknowledged?: readonly string[];
  /** Reasons of blocks that the person wants lifted, with `reason`: planned and asked again. */
  readonly override?: readonly string[];
}

/** The stricter of what the environment and the plan demand; production never goes without a typed name and a reason. */
export function guardOf(environment: Environment, plan: Plan): Guard {
  const asked = [environment.confirmation, plan.requires?.confirmation];
  const confirmation: Confirmation =
    environment.production || asked.includes('TypeName')
      ? 'TypeName'
      : asked.includes('Confirm')
        ? 'Confirm'
        : 'None';
  return {
    environment: environment.name,
    production: environment.production,
    confirmation,
    reasonRequired:
      environment.production || environment.requireReason === true || plan.requires?.reason === true,
    acknowledge: (plan.warnings ?? []).filter((warning) => warning.mustAcknowledge === true),
    blocks: plan.blocks ?? [],
  };
}

/** The first thing that is missing in `answer`, as an error for a person; `undefined` when the guard is satisfied. */
export function refusalOf(guard: Guard, answer: GuardAnswer): UserError | undefined {
  const [block] = guard.blocks;
  if (block) {
    return new UserError('guard.blocked', blockSentence(block));
  }
  if (guard.confirmation === 'TypeName' && answer.typedName !== guard.environment) {
    return new UserError(
      'guard.confirmation',
      t('Confirm the environment by its exact name: {0}.', guard.environment),
    );
  }
  if (guard.reasonRequired && !answer.reason?.trim()) {
    return new UserError('guard.reason', t('Give a reason for a deployment to {0}.', guard.environment));
  }
  const open = guard.acknowledge.find((finding) => !answer.acknowledged?.includes(finding.code));
  if (open) {
    return new UserError(
      'guard.acknowledge',
      t('Acknowledge this first ({0}): {1}', open.code, open.message),
    );
  }
  return undefined;
}
