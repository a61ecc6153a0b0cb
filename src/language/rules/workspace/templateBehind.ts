import { t } from '../../../base/l10n.js';
import { valueSpan } from '../context.js';
import { finding } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import type { Surroundings, SurroundingsRule } from '../ruleContext.js';
import { compareVersions } from './versions.js';
import { liveEntries, ofKind, placeOf, plainRef, specIn } from './surroundings.js';

interface Latest {
  readonly version: string;
  readonly changelog: readonly unknown[];
  readonly distant: ReturnType<typeof placeOf>;
}

/** A service made from a template that has a newer version now. */
export const templateBehind: SurroundingsRule = async (document, kind, around) => {
  const { ref, version } = Object(specOf(document)['template']) as Record<string, unknown>;
  if (kind.name !== 'Service' || typeof ref !== 'string' || typeof version !== 'string') return [];
  const latest = await latestOf(ref, around);
  if (!latest || !(compareVersions(latest.version, version) > 0)) return [];
  const missed = latest.changelog.filter(
    (change) => compareVersions(String(at(change, 'version')), version) > 0,
  );
  const isGrave = missed.some((change) => at(change, 'severity') === 'Security');
  const summary = missed.map((change) => at(change, 'summary')).find((words) => typeof words === 'string');
  const message = isGrave
    ? t(
        'The template is at {0}, with a security update since {1}. Take it over, then write the new version here.',
        latest.version,
        version,
      )
    : summary === undefined
      ? t('The template is at {0}. Take over what changed, then write the new version here.', latest.version)
      : t(
          'The template is at {0}: {1}. Take over what changed, then write the new version here.',
          latest.version,
          summary.replace(/\.$/, ''),
        );
  return [
    finding('service/template-behind', valueSpan(document, ['spec', 'template', 'version']), message, {
      data: { suggestion: latest.version },
      ...(latest.distant.length > 0 && { distant: latest.distant }),
      ...(isGrave && { severity: 'warning' }),
    }),
  ];
};

async function latestOf(ref: string, around: Surroundings): Promise<Latest | undefined> {
  const wanted = plainRef(ref, 'template');
  const facts = ofKind(around, 'Template').find(({ name }) => plainRef(name, 'template') === wanted);
  const version = facts && specIn(facts)['version'];
  if (facts && typeof version === 'string') {
    return {
      version,
      changelog: items(specIn(facts)['changelog']),
      distant: placeOf(facts, t('The template')),
    };
  }
  const live = (await liveEntries(around, 'template'))?.find(
    ({ name }) => plainRef(name, 'template') === wanted,
  );
  const told = live?.facts?.['version'];
  return typeof told === 'string' ? { version: told, changelog: [], distant: [] } : undefined;
}
