import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import type { Finding } from '../finding.js';
import { repeatedNames } from '../repeatedNames.js';

/** Two classes or outputs of one name. */
export function resourceTypeNames(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'ResourceType') return [];
  return ['classes', 'outputs'].flatMap((list) =>
    repeatedNames(document, ['spec', list], 'resource-type/duplicate-name'),
  );
}
