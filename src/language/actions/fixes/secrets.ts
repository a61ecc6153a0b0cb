import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { commentsOf } from '../../edits/comments.js';
import type { PathChange } from '../../rules/finding.js';
import { workloadOf } from '../../rules/workloads.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { byPaths } from './mends.js';
import { valueAt } from './missing.js';
import { slug } from './slug.js';

/** A secret in a variable: a Service names it among its secrets, a Score workload takes it from a resource. */
export const referToSecret: Fix = (site) => {
  const { document, holder, kind } = site;
  const { path } = holder;
  const name = path.at(-1);
  if (typeof name !== 'string' || path.at(-2) !== 'variables' || !kind) return [];
  if (kind.name === 'Service') {
    const title = t('Name “{0}” under “secrets”', name);
    return proposal({ title, isPreferred: true }, byPaths(document, reference(site, name)));
  }
  const workload = workloadOf(document, kind);
  if (!workload) return [];
  const title = t('Take “{0}” from the environment it is deployed to', name);
  return proposal({ title, isPreferred: true }, byPaths(document, placeholder(site, workload.path, name)));
};

/** Beside the workload, or in the environment whose override has it. The key is one to begin with. */
function reference({ document, holder }: FindingSite, name: string): PathChange[] {
  const { path } = holder;
  const owner = path[1] === 'environments' ? path.slice(0, 3) : path.slice(0, 1);
  const secret = [...owner, 'secrets', name];
  const service = asMap(valueAt(document.value, ['metadata']))?.['name'];
  const key = [service, slug(name) ?? name].filter((part) => typeof part === 'string').join('/');
  const isThere = valueAt(document.value, secret) !== undefined;
  const put = [
    { set: secret, value: { key } },
    { comment: secret, lines: commentsOf(document, holder) },
  ];
  return [{ remove: path }, ...(isThere ? [] : put)];
}

/** Of a resource of the type that reads the environment of a deployment. */
function placeholder(
  { document, holder }: FindingSite,
  workload: readonly (string | number)[],
  name: string,
): PathChange[] {
  const resources = asMap(valueAt(document.value, [...workload, 'resources'])) ?? {};
  const known = Object.keys(resources).find((key) => asMap(resources[key])?.['type'] === 'environment');
  const resource = known ?? ('env' in resources ? 'environment' : 'env');
  return [
    { set: holder.path, value: `\${resources.${resource}.${name}}` },
    ...(known === undefined
      ? [{ set: [...workload, 'resources', resource], value: { type: 'environment' } }]
      : []),
  ];
}
