/** Sizes of the production build, in kilobytes of 1,024 bytes. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../ci/stages.mjs';

const budgets = [
  { what: 'entry bundle', limit: 150, files: (file) => file === 'extension.cjs' },
  { what: 'all JavaScript', limit: 2.5 * 1024, files: (file) => /\.[cm]?js$/.test(file) },
];

export async function bench() {
  const dist = path.join(root, 'dist');
  const files = readdirSync(dist, { recursive: true });
  return budgets.map(({ what, limit, files: wanted }) => {
    const bytes = files
      .filter(wanted)
      .reduce((total, file) => total + statSync(path.join(dist, file)).size, 0);
    const ours = bytes / 1024;
    return { what, ours, unit: 'KB', budget: `≤ ${limit} KB`, ok: ours <= limit };
  });
}
