import { t } from '../../../base/l10n.js';
import { lookup, spanOf } from '../../documents/lookup.js';
import { folderOf } from '../../documents/uris.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { catalogEntity, foldersUp, type CatalogEntity } from '../../services/catalogOwner.js';
import { codeOwner } from '../../services/codeOwners.js';
import { valueSpan } from '../context.js';
import { finding, type DistantPlace, type Finding } from '../finding.js';
import { at, specOf } from '../mapped.js';
import type { SurroundingsRule } from '../ruleContext.js';
import { plainRef } from '../workspace/surroundings.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';

/** A service that nobody owns, and one that says otherwise than its catalogue entity. */
export const ownership: SurroundingsRule = async (document, kind, { uri, ports, workspace }) => {
  const name = at(document.map, 'metadata', 'name');
  if (kind.name !== 'Service' || typeof name !== 'string') return [];
  const { roots = [] } = ports.workspace ?? {};
  const folder = folderOf(uri);
  const says = specOf(document)['owner'] !== undefined;
  // Where the workspace is not known, CODEOWNERS may lie further up than can be seen.
  const isInSight = workspace !== undefined && roots.some((root) => uri.startsWith(root));
  const [entity, listed] = await Promise.all([
    catalogEntity(ports.files, folder, name, roots),
    says || !isInSight ? undefined : codeOwner(ports.files, uri, foldersUp(folder, roots)),
  ]);
  const disagreements = entity ? disagreementsWith(document, entity) : [];
  const isOwned = says || entity?.facts.owner !== undefined || listed !== undefined;
  if (isOwned || !isInSight) return disagreements;
  const message = t(
    'Nobody owns this service: neither “owner”, nor catalog-info.yaml, nor CODEOWNERS names anyone. Add “owner”.',
  );
  const data = { missing: 'owner' };
  return [
    ...disagreements,
    finding('service/no-owner', valueSpan(document, ['metadata', 'name']), message, { data }),
  ];
};

const compared = [
  { key: 'owner', kind: 'group' },
  { key: 'system', kind: 'system' },
  { key: 'lifecycle', kind: undefined },
] as const;

function disagreementsWith(document: YamlDocument, entity: CatalogEntity): Finding[] {
  return compared.flatMap(({ key, kind }) => {
    const ours = specOf(document)[key];
    const theirs = entity.facts[key];
    const plain = (value: unknown): unknown =>
      kind === undefined ? value : (plainRef(value, kind) ?? value);
    if (typeof ours !== 'string' || theirs === undefined || plain(ours) === plain(theirs)) return [];
    const message = t(
      'catalog-info.yaml says “{0}”, not “{1}”. Say the same in both, or take “{2}” out here.',
      theirs,
      ours,
      key,
    );
    const path = ['spec', key];
    const mends = [
      {
        title: t('Change to “{0}”, as in the catalogue', theirs),
        changes: [{ set: path, value: theirs }],
        isPreferred: true,
      },
      {
        title: t('Change catalog-info.yaml to “{0}”', ours),
        changes: [{ set: path, value: ours }],
        file: { uri: entity.uri, index: entity.index },
      },
    ];
    const distant = [placeIn(entity, key)];
    return [
      finding('service/catalog-disagrees', valueSpan(document, path), message, { distant, data: { mends } }),
    ];
  });
}

function placeIn({ uri, text, document }: CatalogEntity, key: string): DistantPlace {
  const source = TextDocument.create(uri, 'yaml', 0, text);
  const { start, end } = spanOf(lookup(document, ['spec', key])?.value) ?? { start: 0, end: 0 };
  const range = { start: source.positionAt(start), end: source.positionAt(end) };
  return { uri, range, message: t('What the catalogue says') };
}
