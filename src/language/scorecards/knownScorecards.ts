import type { DocumentFacts } from '../facts/documentFacts.js';
import type { LanguagePorts } from '../ports.js';
import { scorecardRules, type ScorecardRules } from './scorecard.js';

const most = 200;

/**
 * The scorecards that the platform publishes, as it said last, and those of the workspace: of two of one name, the one
 * at hand holds.
 */
export async function knownScorecards(
  { catalog }: Pick<LanguagePorts, 'catalog'>,
  documents: readonly DocumentFacts[] = [],
): Promise<ScorecardRules[]> {
  const published = (await catalog?.query({ kind: 'scorecard', limit: most }))?.entries ?? [];
  const byName = new Map(published.map(({ name, facts }) => [name, scorecardRules(name, facts)]));
  for (const { apiVersion, kind, name, value } of documents) {
    if (kind === 'Scorecard' && apiVersion.startsWith('goldenpath.dev/') && name !== undefined) {
      byName.set(name, scorecardRules(name, value['spec']));
    }
  }
  return [...byName.values()];
}
