import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { finding, type Finding } from '../finding.js';
import { at, entries, specOf, type Plain } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import { listWords } from '../values.js';
import { workloadOf } from '../workloads.js';
import { placeholdersIn, type Placeholder } from './placeholderTexts.js';

/** What the placeholders of a workload can name. */
interface Scope {
  readonly resources: readonly string[];
  readonly metadata: Plain;
}

/** `${…}` that names nothing: it would stay as it is, or stop the deployment. */
export function danglingPlaceholders(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  if (!workload) return [];
  const resources = workload.body['resources'] ?? {};
  if (!asMap(resources)) return [];
  const metadata = asMap(document.map?.['metadata']) ?? {};
  const own = { resources: Object.keys(resources), metadata };
  const faults = (path: Path, body: unknown, scope: Scope): Finding[] =>
    placeholdersIn(document, path, body).flatMap((one) => fault(one, scope) ?? []);
  const patches = kind.name === 'Service' ? entries(specOf(document)['environments']) : [];
  return [
    ...faults(workload.path, workload.body, own),
    ...patches.flatMap(([name, environment]) => {
      const patch = at(environment, 'overrides');
      const added = Object.keys(asMap(at(patch, 'resources')) ?? {});
      const scope = { metadata, resources: [...new Set([...own.resources, ...added])] };
      return faults(['spec', 'environments', name, 'overrides'], patch, scope);
    }),
  ];
}

function fault(placeholder: Placeholder, { resources, metadata }: Scope): Finding | undefined {
  const { parts, whole, span } = placeholder;
  const [head, name = ''] = parts;
  if (!whole.endsWith('}')) {
    return finding(
      'score/malformed-placeholder',
      span,
      t('This placeholder has no closing brace “}”. Add it, or write “$${” for the text itself.'),
    );
  }
  if (head === 'resources' && name !== '') {
    return resources.includes(name) ? undefined : unknownResource(placeholder, name, resources);
  }
  if (head === 'metadata' && name !== '') {
    // A dot in a key is escaped, which cannot be told from a deeper key here; the schema asks for a name.
    if (whole.includes('\\') || name === 'name' || Object.hasOwn(metadata, name)) return undefined;
    return unknownMetadata(placeholder, name, Object.keys(metadata));
  }
  const suggestion = nearest(head ?? '', ['resources', 'metadata']);
  const isMisspelt = suggestion !== undefined && name !== '';
  return finding(
    'score/malformed-placeholder',
    span,
    t(
      '“{0}” names nothing: a placeholder begins with “resources.” or “metadata.”. Write “${0}” for the text itself.',
      whole,
    ),
    isMisspelt ? { data: { suggestion: `\${${[suggestion, ...parts.slice(1)].join('.')}}` } } : {},
  );
}

function unknownResource({ span }: Placeholder, name: string, names: readonly string[]): Finding {
  const suggestion = nearest(name, names);
  const message =
    names.length === 0
      ? t('This workload has no resource “{0}”. Add it under “resources”.', name)
      : t(
          'This workload has no resource “{0}”, only {1}. Correct the name, or add the resource.',
          name,
          listWords(names),
        );
  return finding('score/unknown-resource', span, message, suggestion ? { data: { suggestion } } : {});
}

function unknownMetadata({ span, parts }: Placeholder, name: string, keys: readonly string[]): Finding {
  const key = nearest(name, keys);
  const message = key
    ? t('The metadata has no “{0}”. Did you mean “{1}”?', name, key)
    : t('The metadata has no “{0}”. Correct the name, or add the key under “metadata”.', name);
  const suggestion = key && `\${${['metadata', key, ...parts.slice(2)].join('.')}}`;
  return finding('score/unknown-metadata', span, message, suggestion ? { data: { suggestion } } : {});
}
