import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { ConfigMaps } from './configMaps.js';
import { variablesOf, type Secrets } from './environment.js';
import { freeName, serviceName } from './names.js';
import { probeOf } from './probes.js';
import type { ContainerPort } from './ports.js';
import { scoreCpu, scoreMemory } from './quantities.js';
import type { Reader } from '../reader.js';
import { mountsOf, type Volumes } from './volumes.js';

export interface PodParts {
  readonly opened: readonly ContainerPort[];
  readonly configMaps: ConfigMaps;
  readonly volumes: Volumes;
  readonly secrets: Secrets;
}

/** The containers of a pod as Score's, by name; those that run before the others say so. */
export function containersOf(
  main: readonly Reader[],
  before: readonly Reader[],
  parts: PodParts,
): Record<string, object> {
  const containers: Record<string, object> = {};
  const names = main.map((reader) => {
    const name = freeName(nameOf(reader), containers);
    containers[name] = containerOf(reader, parts);
    return name;
  });
  const first = before.map((reader) => {
    const name = freeName(nameOf(reader), containers);
    const staysUp = reader.take('restartPolicy') === 'Always';
    containers[name] = containerOf(reader, parts);
    return { name, ready: staysUp ? 'started' : 'complete' };
  });
  // They start one after the other.
  for (const [index, { name, ready }] of first.entries()) {
    const later = [...first.slice(index + 1).map((one) => one.name), ...names];
    const waiting = Object.fromEntries(later.map((other) => [other, { ready }]));
    containers[name] = { ...containers[name], before: waiting };
  }
  tellSecrets([...main, ...before], parts.secrets);
  return containers;
}

/** Tells of containers that get a secret that was another's only. */
function tellSecrets(all: readonly Reader[], secrets: Secrets): void {
  for (const name of Object.keys(secrets)) {
    const without = all.filter(
      (container) => !container.list('env').some((one) => one.text('name') === name),
    );
    for (const container of without) {
      const reason = t('All containers of a Service get its secrets: this one gets {0}, too.', name);
      container.note(reason, 'information');
    }
  }
}

function nameOf(reader: Reader): string {
  const given = reader.text('name') ?? '';
  const name = serviceName(given, 'main');
  if (name !== given) {
    reader.note(
      t('The name “{0}” is not one that a container may have; it became {1}.', given, name),
      'information',
    );
  }
  return name;
}

function containerOf(reader: Reader, parts: PodParts): object {
  const image = reader.text('image')?.trim() || undefined;
  if (image === undefined) reader.note(t('It names no image: the one that is built is meant.'));
  const { volumes, files } = mountsOf(reader, parts.volumes);
  const variables = variablesOf(reader, parts.configMaps, parts.secrets);
  const resources = resourcesOf(reader);
  const probes = ['livenessProbe', 'readinessProbe'].flatMap((key) => {
    const probe = reader.has(key) ? probeOf(reader.map(key), parts.opened) : undefined;
    return probe ? [[key, probe] as const] : [];
  });
  return {
    image: image ?? '.',
    ...words(reader, 'command'),
    ...words(reader, 'args'),
    ...filled('variables', variables),
    ...filled('files', files),
    ...filled('volumes', volumes),
    ...filled('resources', resources),
    ...Object.fromEntries(probes),
  };
}

function filled(key: string, value: Readonly<Record<string, unknown>>): object {
  return Object.keys(value).length > 0 ? { [key]: value } : {};
}

function words(reader: Reader, key: string): object {
  const value = asMap(reader.value)?.[key];
  if (typeof value !== 'string' && !Array.isArray(value)) return {};
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.some((word) => typeof word === 'object')) {
    reader.drop(key, t('This is not a list of texts; it is left out.'));
    return {};
  }
  reader.take(key);
  return { [key]: list.map(String) };
}

function resourcesOf(container: Reader): Record<string, object> {
  const resources = container.map('resources');
  const found: Record<string, object> = {};
  for (const kind of ['limits', 'requests']) {
    const amounts = resources.map(kind);
    const [cpu, memory] = [scoreCpu(amounts.take('cpu')), scoreMemory(amounts.take('memory'))];
    const map = asMap(amounts.value) ?? {};
    if (map['cpu'] !== undefined && cpu === undefined) {
      amounts.drop('cpu', t('Score cannot write this amount.'));
    }
    if (map['memory'] !== undefined && memory === undefined) {
      amounts.drop('memory', t('Score cannot write this amount.'));
    }
    const kept = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
    if (Object.keys(kept).length > 0) found[kind] = kept;
  }
  return found;
}
