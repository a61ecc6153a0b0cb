import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { ConfigMaps } from './configMaps.js';
import type { Reader } from '../reader.js';

export interface SecretReference {
  readonly key: string;
  readonly property: string;
}

/** Secrets by the variable that gets them; all containers of a Service share them. */
export type Secrets = Record<string, SecretReference>;

/** The variables of a container. Values of secrets never come along: what refers to one becomes a reference. */
export function variablesOf(
  container: Reader,
  configMaps: ConfigMaps,
  secrets: Secrets,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const from of container.list('envFrom')) addAll(from, configMaps, variables);
  for (const entry of container.list('env')) {
    const name = entry.text('name');
    if (name === undefined || name === '' || name.includes('=')) {
      entry.note(t('A variable needs a name without =; it is left out.'));
      entry.take('value', 'valueFrom');
    } else if (entry.has('valueFrom')) {
      addReference(name, entry.map('valueFrom'), { configMaps, secrets, variables });
    } else addLiteral(name, entry, variables);
  }
  return variables;
}

function addLiteral(name: string, entry: Reader, variables: Record<string, string>): void {
  const value = entry.take('value') ?? '';
  if (typeof value === 'object') {
    entry.note(t('The value is not text; it is left out.'));
    return;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isLiteral = !/(^|[^$])(\$\$)*\$\([A-Za-z_]/.test(text);
  if (!isLiteral) {
    entry.note(t('Kubernetes puts other variables in place of $(NAME); Score does not.'));
  }
  if (isLiteral && text.includes('$$')) {
    entry.note(t('Kubernetes writes one dollar as two; a Service writes it as it is.'), 'information');
  }
  variables[name] = literal(isLiteral ? text.replaceAll('$$', '$') : text);
}

/** What would be a placeholder in Score is text here. */
export function literal(text: string): string {
  return text.split('${').join('$${');
}

interface Targets {
  readonly configMaps: ConfigMaps;
  readonly secrets: Secrets;
  readonly variables: Record<string, string>;
}

function addReference(name: string, from: Reader, { configMaps, secrets, variables }: Targets): void {
  if (from.has('secretKeyRef')) {
    addSecret(name, from.map('secretKeyRef'), secrets);
    return;
  }
  if (from.has('configMapKeyRef')) {
    const reference = from.map('configMapKeyRef');
    const [map, key] = [reference.text('name'), reference.text('key') ?? ''];
    const value = configMaps.get(map)?.[key];
    reference.take('optional');
    if (value === undefined) {
      reference.note(
        t('The ConfigMap “{0}” is not among the files: write its value in variables.', map ?? ''),
      );
    } else {
      variables[name] = literal(value);
      reference.note(t('The value of the ConfigMap is written out here.'), 'information');
    }
    return;
  }
  for (const key of Object.keys(asMap(from.value) ?? {})) {
    from.drop(key, t('What an instance knows of itself and its limits is not known to a Service.'));
  }
}

function addSecret(name: string, reference: Reader, secrets: Secrets): void {
  const [key, property] = [reference.text('name'), reference.text('key')];
  reference.drop('optional', t('A secret of a Service is always needed.'), 'information');
  const known = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (!key || !property || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    reference.note(t('“{0}” cannot be the name of a secret’s variable; it is left out.', name));
  } else if (known && (known.key !== key || known.property !== property)) {
    reference.note(t('Another container gets another secret in {0}; a Service has one for all.', name));
  } else secrets[name] = { key, property };
}

function addAll(from: Reader, configMaps: ConfigMaps, variables: Record<string, string>): void {
  from.drop('secretRef', t('A Service names each variable that holds a secret: add them to spec.secrets.'));
  if (!from.has('configMapRef')) return;
  const reference = from.map('configMapRef');
  const [name, prefix = ''] = [reference.text('name'), from.text('prefix')];
  reference.take('optional');
  const data = configMaps.get(name);
  if (!data) {
    reference.note(
      t('The ConfigMap “{0}” is not among the files: write its values in variables.', name ?? ''),
    );
    return;
  }
  for (const [key, value] of Object.entries(data)) variables[`${prefix}${key}`] = literal(value);
  reference.note(t('The values of the ConfigMap are written out here.'), 'information');
}
