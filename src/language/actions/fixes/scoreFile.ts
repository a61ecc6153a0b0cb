import { t } from '../../../base/l10n.js';
import { containedUri } from '../../documents/uris.js';
import { asMap } from '../../documents/yamlDocument.js';
import { pairsText, styleOf } from '../../edits/style.js';
import { scoreApiVersion, scoreWorkload } from '../../kinds/kinds.js';
import type { Fix, FindingSite } from './fix.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';

/** Makes the Score file that a manifest names, with the least that is one. */
export const createScoreFile: Fix = (site) => {
  const { scene, document } = site;
  const named = valueAt(document.value, ['spec', 'workload', 'scoreFile']);
  const uri = typeof named === 'string' ? containedUri(scene.source.uri, named) : undefined;
  if (uri === undefined || scene.query.client?.createsFiles !== true) return [];
  const text = smallestScore(site);
  const start = { line: 0, character: 0 };
  const edit = {
    documentChanges: [
      { kind: 'create' as const, uri, options: { ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
  return [{ title: t('Create {0}', String(named)), edit: () => Promise.resolve(edit), isPreferred: true }];
};

function smallestScore(site: FindingSite): string {
  const name = asMap(valueAt(site.document.value, ['metadata']))?.['name'];
  const kind = scoreWorkload;
  const value = {
    apiVersion: scoreApiVersion,
    metadata: { name: typeof name === 'string' ? name : nameFor(site) },
  };
  const containers = sampleOf({ kind, value, path: ['containers'], name: value.metadata.name });
  const style = styleOf(site.document);
  return pairsText({ ...value, containers }, 0, style) + style.lineBreak;
}
