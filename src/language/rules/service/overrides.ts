import { t } from '../../../base/l10n.js';
import { lookup, spanOf, type Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { scoreApiVersion, scoreWorkload } from '../../kinds/kinds.js';
import { keySpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, entries, specOf, type Plain } from '../mapped.js';
import type { SurroundingsRule } from '../ruleContext.js';
import { schemaFindings } from '../schemaFaults.js';
import { mergePatch } from './mergePatch.js';
import { scoreBody } from './scoreBody.js';

/** What is wrong with a workload, as far as it matters here. */
interface Fault {
  readonly path: readonly string[];
  readonly missing: string | undefined;
}

/** Overrides that leave no valid Score workload once they are laid over it. */
export const overrides: SurroundingsRule = async (document, kind, around) => {
  if (kind.name !== 'Service') return [];
  const patches = entries(specOf(document)['environments']).flatMap(([name, environment]) => {
    const patch = asMap(at(environment, 'overrides'));
    return patch ? [[name, patch] as const] : [];
  });
  const body = patches.length === 0 ? undefined : await scoreBody(document, around);
  if (!body || faultsOf(body).length > 0) return [];
  return patches.flatMap(([name, patch]) => {
    const [fault] = faultsOf(mergePatch(body, patch) as Plain);
    const isTold = (): boolean => isFaulty(document, kind, ['spec', 'environments', name, 'overrides']);
    return fault && !isTold() ? [overrideFinding(document, name, patch, fault)] : [];
  });
};

/** Whether the schema says already that a part of the document is wrong. */
function isFaulty(document: YamlDocument, kind: Kind, path: Path): boolean {
  const { start, end } = spanOf(lookup(document, path)?.value) ?? { start: 0, end: 0 };
  return schemaFindings(document, kind).some((one) => one.start >= start && one.end <= end);
}

function faultsOf(body: Plain): Fault[] {
  const workload = { apiVersion: scoreApiVersion, metadata: { name: 'workload' }, ...body };
  return scoreWorkload.validate(workload).faults.map((fault) => ({
    path: fault.path.map(String),
    missing: fault.keyword === 'required' ? fault.subject : undefined,
  }));
}

function overrideFinding(document: YamlDocument, environment: string, patch: Plain, fault: Fault): Finding {
  const cause = causeIn(patch, fault);
  const path: Path = ['spec', 'environments', environment, 'overrides', ...cause];
  const place = [...fault.path, ...(fault.missing === undefined ? [] : [fault.missing])].join('.');
  const isDeleted = at(patch, ...cause) === null;
  const message =
    fault.missing !== undefined || isDeleted
      ? t(
          'With this override the workload has no “{0}” in “{1}”, which Score needs. Write it here, or take the override out.',
          place,
          environment,
        )
      : t('With this override “{0}” is not valid Score in “{1}”. Correct it.', place, environment);
  const mends = [
    {
      title: t('Remove “{0}” from the override', cause.at(-1) ?? 'overrides'),
      changes: [{ remove: path }],
      isPreferred: isDeleted,
    },
  ];
  return finding('service/override-breaks-score', keySpan(document, path), message, { data: { mends } });
}

/** The key of the patch that made the fault: what deletes something there, else the innermost one on the way. */
function causeIn(patch: Plain, { path, missing }: Fault): string[] {
  const way: string[] = [];
  let here: unknown = patch;
  for (const part of [...path, ...(missing === undefined ? [] : [missing])]) {
    const next = asMap(here);
    if (!next || !Object.hasOwn(next, part)) break;
    way.push(part);
    here = next[part];
  }
  const deleting = entries(here).find(([, value]) => value === null);
  return deleting ? [...way, deleting[0]] : way;
}
