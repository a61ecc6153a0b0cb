import { counted } from '../base/counted.js';
import { t } from '../base/l10n.js';
import type { Plan } from '../model/delivery.js';

/** More than these are counted. */
const shownCommits = 10;

/** The commits of a plan, newest first, a line each: short id, subject and author. */
export function commitLines({ commits = [] }: Plan): readonly string[] {
  const shown = commits.slice(0, shownCommits).map(({ id, message = '', author }) => {
    const [subject = ''] = message.split('\n', 1);
    const line = `${id.slice(0, 7)} ${subject}`.trimEnd();
    return author === undefined ? line : `${line} (${author})`;
  });
  const rest = commits.length - shown.length;
  return rest > 0 ? [...shown, t('and {0} more commits', counted(rest))] : shown;
}
