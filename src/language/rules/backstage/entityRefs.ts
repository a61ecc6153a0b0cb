import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { entityKindNames, isEntityKind } from '../../kinds/backstage.js';
import type { Kind } from '../../kinds/kind.js';
import { scaffolderTemplate } from '../../kinds/kinds.js';
import { valueSpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import { listWords } from '../values.js';

/** The kinds that a field of `spec` can refer to (Backstage, "Well-known Relations"); none: any. */
const fields: Readonly<Record<string, readonly string[]>> = {
  owner: ['group', 'user'],
  system: ['system'],
  domain: ['domain'],
  subdomainOf: ['domain'],
  subcomponentOf: ['component'],
  parent: ['group'],
  children: ['group'],
  members: ['user'],
  memberOf: ['group'],
  dependsOn: [],
  dependencyOf: [],
  providesApis: ['api'],
  consumesApis: ['api'],
};

/** `[kind:][namespace/]name` ("String references"). */
const reference = /^(?:([^:/\s]+):)?(?:[^:/\s]+\/)?[^:/\s]+$/;

/** References of a catalogue entity that the catalogue cannot read, or that lead to another kind than the field is for. */
export function entityRefs(document: YamlDocument, kind: Kind): Finding[] {
  if (!isEntityKind(kind) && kind !== scaffolderTemplate) return [];
  const spec = specOf(document);
  return Object.entries(fields).flatMap(([field, kinds]) => {
    const value = spec[field];
    const path: Path = ['spec', field];
    if (!Array.isArray(value)) return check(document, path, value, kinds);
    return value.flatMap((item, index) => check(document, [...path, index], item, kinds));
  });
}

function check(document: YamlDocument, path: Path, value: unknown, kinds: readonly string[]): Finding[] {
  if (typeof value !== 'string' || value === '' || value.includes('${{')) return [];
  const found = reference.exec(value);
  const told = (message: string, suggestion?: string): Finding[] => [
    finding('backstage/entity-ref', valueSpan(document, path), message, meant(suggestion)),
  ];
  if (!found) {
    return told(t('“{0}” is no reference to an entity. Write it as [kind:][namespace/]name.', value));
  }
  const word = found[1];
  if (word === undefined) return [];
  const known = entityKindNames().map((name) => name.toLowerCase());
  const wanted = kinds.length > 0 ? kinds : known;
  if (wanted.includes(word.toLowerCase())) return [];
  if (known.includes(word.toLowerCase())) {
    return told(
      t('“{0}” is of the kind “{1}”, but here stands a {2}. Name one.', value, word, listWords(kinds)),
    );
  }
  // Kinds of one's own are legal: only a likely slip is told.
  const meantKind = nearest(word.toLowerCase(), wanted);
  if (meantKind === undefined) return [];
  const message = t('There is no kind “{0}”. Did you mean “{1}”?', word, meantKind);
  return told(message, meantKind + value.slice(word.length));
}
