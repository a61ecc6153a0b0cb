import { t } from '../../base/l10n.js';
import { problemOf, refusalError, type ProblemCode } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Template } from '../../model/offer.js';
import type { TemplatePart } from '../../model/parts.js';
import type { FileChange, RunPlan, RunRequest } from '../../model/run.js';
import type { Client } from '../http/client.js';
import { catalogCalls } from './calls.js';
import type { Catalog } from './catalog.js';
import type { Entity } from './entity.js';
import { fullRef } from './entityRef.js';
import { isObject, objectsAt, textAt } from './json.js';
import type { DryRunResult, Scaffolder } from './scaffolder.js';
import { templateFrom } from './service.js';

/** Runs started in this process, by their key: the backend knows no idempotency. */
const mostRuns = 200;

interface Started {
  /** What was asked for, without its secrets. */
  readonly told: string;
  readonly id: Promise<string>;
}

/** Templates of a Backstage: planned by the scaffolder's dry run, run as its tasks. */
export class BackstageTemplates implements TemplatePart {
  readonly #client: Client;
  readonly #catalog: Catalog;
  readonly #scaffolder: Scaffolder;
  readonly #runs = new Map<string, Started>();

  constructor(client: Client, catalog: Catalog, scaffolder: Scaffolder) {
    this.#client = client;
    this.#catalog = catalog;
    this.#scaffolder = scaffolder;
  }

  async get(name: string, call?: CallOptions): Promise<Template> {
    const ref = this.#catalog.refOf(name, 'template');
    const [entity, parameters] = await Promise.all([
      this.#client.send(catalogCalls.entity(ref), call),
      this.#client.send(catalogCalls.parameters(ref), call),
    ]);
    return templateFrom(entity, parameters);
  }

  /**
   * What a run would make, by the scaffolder's dry run. It is given the template without the files that lie beside it,
   * which the catalogue does not keep: steps that read those are left out, and the plan says so.
   */
  async planRun(name: string, request: RunRequest, call?: CallOptions): Promise<RunPlan> {
    const entity = await this.#catalog.entity(this.#catalog.refOf(name, 'template'), call);
    const steps = objectsAt(entity.spec, 'steps');
    const seen = steps.filter((step) => !readsBeside(step));
    const left = steps.filter(readsBeside).map((step) => textAt(step, 'name') ?? textAt(step, 'id') ?? '');
    const result = await this.#dryRun(entity, seen, request, call);
    return {
      fingerprint: await fingerprintOf(entity, request),
      files: result.files.map(fileOf),
      changes: steps.map((step) => ({
        action: 'Create',
        resource: `step/${textAt(step, 'id') ?? ''}`,
        message: textAt(step, 'name') ?? textAt(step, 'action') ?? '',
      })),
      ...(left.length > 0 && {
        warnings: [
          {
            code: 'backstage/unseen-files',
            severity: 'Info',
            message: t('Files of these steps can only be seen in the run itself: {0}.', left.join(', ')),
          },
        ],
      }),
    };
  }

  async run(
    name: string,
    request: RunRequest,
    { idempotencyKey: key, signal }: CallOptions & { readonly idempotencyKey: string },
  ): Promise<Operation> {
    const call = { ...(signal && { signal }), fresh: true };
    const { values, secrets } = request;
    const templateRef = fullRef(this.#catalog.refOf(name, 'template'));
    const told = JSON.stringify([templateRef, values]);
    const before = this.#runs.get(key);
    if (before && before.told !== told) throw refused('idempotency-key-reused');
    if (!before && request.planFingerprint !== undefined) {
      const entity = await this.#catalog.entity(this.#catalog.refOf(name, 'template'), call);
      if ((await fingerprintOf(entity, request)) !== request.planFingerprint) throw refused('stale-plan');
    }
    // The same request may have come again meanwhile.
    const { id } =
      this.#runs.get(key) ??
      this.#keep(key, {
        told,
        id: this.#scaffolder.create({ templateRef, values, ...(secrets && { secrets }) }, call),
      });
    return this.#scaffolder.operation(await id, call);
  }

  #keep(key: string, started: Started): Started {
    this.#runs.set(key, started);
    // What the backend refused was never begun; after a lost answer nobody knows, so it is not sent again.
    started.id.catch((error: unknown) => {
      const isLost = PlatformError.is(error, 'unreachable', 'timeout', 'not-a-platform', 'internal');
      if (PlatformError.is(error) && !isLost) this.#runs.delete(key);
    });
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > mostRuns && oldest !== undefined) this.#runs.delete(oldest);
    return started;
  }

  #dryRun(
    { kind, metadata, spec, apiVersion }: Entity,
    steps: readonly object[],
    { values, secrets }: RunRequest,
    call?: CallOptions,
  ): Promise<DryRunResult> {
    // What leads out of steps that are left out cannot be told.
    const told = Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'output'));
    const template = { apiVersion, kind, metadata, spec: { ...told, steps } };
    return this.#scaffolder.dryRun({ template, values, ...(secrets && { secrets }), files: [] }, call);
  }
}

function refused(code: ProblemCode): PlatformError {
  const problem = problemOf(code);
  return refusalError(problem.status, problem, undefined);
}

/** Whether a step reads files that lie beside its template. */
function readsBeside(step: Readonly<Record<string, unknown>>): boolean {
  const { input } = step;
  if (!isObject(input) || !textAt(step, 'action')?.startsWith('fetch:')) return false;
  const url = textAt(input, 'url');
  return url !== undefined && !/^[a-z][\w+.-]*:/i.test(url) && !url.startsWith('${{');
}

/** Texts are told as such; what is none stays as it came. */
export function fileOf({ path, base64Content, executable }: DryRunResult['files'][number]): FileChange {
  const text = textOf(base64Content);
  return {
    path,
    action: 'Create',
    ...(text === undefined
      ? { content: base64Content, encoding: 'base64' as const }
      : { content: text, encoding: 'utf-8' as const }),
    ...(executable === true && { executable }),
  };
}

function textOf(base64: string): string | undefined {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Tells a plan from one of another version of the template, or of other values; it holds no secret. */
async function fingerprintOf(entity: Entity, { values }: RunRequest): Promise<string> {
  const told = JSON.stringify([fullRef(entity), entity.metadata['etag'], values]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(told));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
