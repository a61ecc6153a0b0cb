import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, entries } from '../mapped.js';
import { workloadOf } from '../workloads.js';

/** An image that means another one tomorrow: without a tag, or `latest`. */
export function imageTag(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  if (!workload) return [];
  return entries(workload.body['containers']).flatMap(([name, container]) => {
    const image = at(container, 'image');
    if (typeof image !== 'string' || !isFloating(image)) return [];
    const message = /:latest$/.test(image)
      ? t(
          '“latest” is another image after each push. Name a version or a digest, or “.” for the one that is supplied at deployment.',
        )
      : t('“{0}” has no version, so it means the latest. Add a tag or a digest.', image);
    return [
      finding(
        'score/image-tag',
        valueSpan(document, [...workload.path, 'containers', name, 'image']),
        message,
      ),
    ];
  });
}

/** `.` is supplied at deployment; placeholders are filled in then. */
function isFloating(image: string): boolean {
  if (image === '.' || /[$@{}\s]/.test(image)) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}
