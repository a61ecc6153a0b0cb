import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import type { Proposal } from '../action.js';
import { proposal } from '../fixes/fix.js';
import { byPaths } from '../fixes/mends.js';
import { valueAt } from '../fixes/missing.js';
import { environmentNames } from './environmentNames.js';
import { isReadable, startsWith, workloadPath, type CursorSite, type Refactoring } from './refactoring.js';

const most = 5;

/** Another value for one environment, to begin with the same: below `environments` of the Service. */
export const overrideForEnvironment: Refactoring = {
  kind: 'refactor.extract',
  id: 'override',
  propose: async (site) => {
    const where = isReadable(site.document) ? overridable(site) : undefined;
    if (!where) return [];
    const names = await environmentNames(site);
    if (names.length === 0) {
      const refusal = t('No environment is known: connect a platform, or describe one in the workspace.');
      return [{ title: t('Override for an environment'), refusal }];
    }
    return names.flatMap((name) => override(site, name, where)).slice(0, most);
  },
};

/** What is overridden, and where that stands below an environment. */
interface Overridable {
  readonly from: Path;
  readonly to: Path;
}

function overridable({ kind, holder }: CursorSite): Overridable | undefined {
  if (kind?.name !== 'Service') return undefined;
  const { path } = holder;
  const list = path.findIndex((part) => typeof part === 'number');
  const whole = list < 0 ? path : path.slice(0, list);
  if (startsWith(whole, ['spec', 'scaling']) && whole.length === 3) {
    return { from: whole, to: whole.slice(1) };
  }
  if (startsWith(whole, ['spec', 'secrets']) && whole.length >= 3) {
    return { from: whole.slice(0, 3), to: whole.slice(1, 3) };
  }
  const [, , part, ...deeper] = whole;
  const isPart = ['containers', 'service', 'resources'].includes(String(part));
  if (!startsWith(whole, workloadPath) || !isPart || deeper.length < 2) return undefined;
  return { from: whole, to: ['overrides', ...whole.slice(2)] };
}

function override({ document }: CursorSite, environment: string, { from, to }: Overridable): Proposal[] {
  const path = ['spec', 'environments', environment, ...to];
  const value = valueAt(document.value, from);
  if (valueAt(document.value, path) !== undefined || value === null || value === undefined) return [];
  const title = t('Override for “{0}”', environment);
  return proposal({ title }, byPaths(document, [{ set: path, value }]));
}
