import type { Link, Service } from '../../model/catalog.js';
import { at, entries, member, text, texts } from '../manifest/json.js';
import { workloadType } from '../manifest/serviceManifest.js';
import type { ServiceRecord } from '../store/state.js';

/** A service as its manifest describes it, without any status. */
export function describeService(record: ServiceRecord): Service {
  const metadata = member(record.manifest, 'metadata');
  const spec = member(record.manifest, 'spec');
  const owner = ownerRef(record);
  const labels = entries(member(metadata, 'labels')).map(([key, value]) => [key, String(value)] as const);
  const links = readLinks(member(metadata, 'links'));
  const tags = texts(member(metadata, 'tags'));
  const dependsOn = texts(member(spec, 'dependsOn'));
  return {
    name: record.name,
    ...optional('namespace', text(member(metadata, 'namespace'))),
    ...optional('title', text(member(metadata, 'title'))),
    ...optional('description', text(member(metadata, 'description'))),
    type: workloadType(record.manifest),
    ...optional('owner', owner),
    ...optional('system', text(member(spec, 'system'))),
    ...optional('lifecycle', text(member(spec, 'lifecycle'))),
    ...optional('tier', text(member(spec, 'tier'))),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(tags.length > 0 && { tags }),
    ...(links.length > 0 && { links }),
    ...(record.repository && { repository: record.repository }),
    ...(dependsOn.length > 0 && { dependsOn }),
    updatedAt: record.updatedAt,
  };
}

/** The owner as a full Backstage reference; the kind defaults to group, the namespace to default. */
export function ownerRef(record: ServiceRecord): string | undefined {
  const owner = text(at(record.manifest, 'spec', 'owner'))
    ?.trim()
    .toLowerCase();
  if (!owner) return undefined;
  const [kind, rest] = owner.includes(':') ? owner.split(':', 2) : ['group', owner];
  return `${kind ?? 'group'}:${rest?.includes('/') ? rest : `default/${rest ?? ''}`}`;
}

function readLinks(value: unknown): readonly Link[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const url = text(member(item, 'url'));
    if (url === undefined || !URL.canParse(url)) return [];
    return [
      {
        url,
        ...optional('title', text(member(item, 'title'))),
        ...optional('type', text(member(item, 'type'))),
      },
    ];
  });
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, string>>);
}
