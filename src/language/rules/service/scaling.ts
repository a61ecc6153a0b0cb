import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import type { Finding } from '../finding.js';

/** `maxReplicas` below `minReplicas`, in the service or once an environment's scaling is laid over it. */
export function scalingRange(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'Service') return [];
  const spec = asMap(document.map?.['spec']);
  const base = asMap(spec?.['scaling']);
  const own = rangeFinding(document, ['spec', 'scaling'], base, base);
  if (own) return [own];
  return Object.entries(asMap(spec?.['environments']) ?? {}).flatMap(([name, environment]) => {
    const scaling = asMap(asMap(environment)?.['scaling']);
    if (!scaling) return [];
    return (
      rangeFinding(document, ['spec', 'environments', name, 'scaling'], scaling, { ...base, ...scaling }) ??
      []
    );
  });
}

function rangeFinding(
  document: YamlDocument,
  path: Path,
  written: Readonly<Record<string, unknown>> | undefined,
  merged: Readonly<Record<string, unknown>> | undefined,
): Finding | undefined {
  const { minReplicas: min, maxReplicas: max } = merged ?? {};
  if (typeof min !== 'number' || typeof max !== 'number' || max >= min) return undefined;
  const key = written && 'maxReplicas' in written ? 'maxReplicas' : 'minReplicas';
  return {
    ...valueSpan(document, [...path, key]),
    code: 'service/scaling-range',
    severity: 'error',
    message: t('maxReplicas ({0}) is less than minReplicas ({1}).', max, min),
  };
}
