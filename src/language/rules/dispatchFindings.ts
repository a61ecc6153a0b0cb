import { t } from '../../base/l10n.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Recognition } from '../kinds/dispatch.js';
import { platformKinds } from '../kinds/kinds.js';
import { keySpan, valueSpan } from './context.js';
import type { Finding } from './finding.js';
import { listWords } from './values.js';

/** What there is to say about a document whose kind is not known. */
export function dispatchFindings(document: YamlDocument, found: Recognition): Finding[] {
  switch (found.is) {
    case 'unknown-kind': {
      const kinds = platformKinds.map(({ name }) => name);
      const message = found.suggestion
        ? t('There is no kind “{0}”. Did you mean “{1}”?', found.name, found.suggestion)
        : t('There is no kind “{0}”. Write {1}.', found.name, listWords(kinds));
      return [
        {
          ...valueSpan(document, ['kind']),
          code: 'manifest/unknown-kind',
          severity: 'error',
          message,
          ...(found.suggestion && { data: { suggestion: found.suggestion } }),
        },
      ];
    }
    case 'unknown-version':
      return [
        {
          ...valueSpan(document, ['apiVersion']),
          code: 'manifest/unknown-version',
          severity: 'error',
          message: t(
            '“{0}” is not a version that is known here. Did you mean “{1}”?',
            found.apiVersion,
            found.meant,
          ),
          data: { suggestion: found.meant },
        },
      ];
    case 'missing':
      return [
        {
          ...keySpan(document, []),
          code: 'schema/missing-property',
          severity: 'error',
          message: t('“{0}” is missing. Add it.', found.key),
          data: { missing: found.key },
        },
      ];
    case 'not-a-map':
      return [
        {
          ...valueSpan(document, []),
          code: 'schema/wrong-type',
          severity: 'error',
          message: t('A manifest is a map of keys and values that begins with apiVersion and kind.'),
        },
      ];
    case 'known':
    case 'empty':
    case 'foreign':
      return [];
  }
}
