import { t } from '../../../base/l10n.js';
import { containedUri } from '../../documents/uris.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { FilePort } from '../../ports.js';
import { valueSpan } from '../context.js';
import type { SurroundingsRule } from '../ruleContext.js';

/** `scoreFile` naming a file that is not there. */
export const scoreFileMissing: SurroundingsRule = async (document, kind, { uri: manifest, ports }) => {
  if (kind.name !== 'Service') return [];
  const named = asMap(asMap(document.map?.['spec'])?.['workload'])?.['scoreFile'];
  const uri = typeof named === 'string' ? containedUri(manifest, named) : undefined;
  if (uri === undefined || !(await isMissing(uri, ports.files))) return [];
  const message = t(
    'There is no file “{0}” beside this manifest. Create it, or correct the name.',
    String(named),
  );
  const span = valueSpan(document, ['spec', 'workload', 'scoreFile']);
  return [{ ...span, code: 'service/score-file-missing', severity: 'error', message }];
};

async function isMissing(uri: string, files: FilePort): Promise<boolean> {
  try {
    return (await files.readText(uri)) === undefined;
  } catch {
    return false;
  }
}
