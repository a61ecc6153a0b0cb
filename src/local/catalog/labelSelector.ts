import { t } from '../../base/l10n.js';
import { fitsLabels, readLabelSelector } from '../../model/labelSelector.js';
import { fieldRefusal } from '../../contract/refusal.js';

/** What a label selector demands of labels. Throws `PlatformError` for one that cannot be read. */
export function labelSelector(source: string): (labels: Readonly<Record<string, string>>) => boolean {
  const demands = readLabelSelector(source, (part) =>
    fieldRefusal('/labelSelector', t('Cannot read "{0}". Write a=b,c in (d,e),!f.', part)),
  );
  return (labels) => fitsLabels(demands, labels);
}
