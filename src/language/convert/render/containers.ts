import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { Reader } from '../reader.js';
import { filesOf, type Mounts } from './files.js';
import type { Head } from './head.js';
import type { Outputs } from './outputs.js';
import { containerOf, openedPorts, type Port } from './ports.js';
import { probesOf, type Timing } from './probes.js';
import { filled, type RenderedObject, type RenderOptions } from './rendered.js';
import type { SecretVariable } from './secrets.js';
import { variablesOf } from './variables.js';
import { mountsOf, type Volumes } from './volumes.js';

export interface PodParts {
  readonly head: Head;
  readonly ports: readonly Port[];
  readonly timing: Timing;
  readonly outputs: Outputs;
  readonly volumes: Volumes;
  readonly secrets: readonly SecretVariable[];
  readonly options: RenderOptions;
}

/** What runs in a pod, and the objects that it needs. */
export interface Pod {
  /** Of the first container that does the work. */
  readonly image: string;
  readonly spec: object;
  readonly objects: readonly RenderedObject[];
}

/** The containers of a workload as a pod: those that others wait for come first, in the order of their waiting. */
export function podOf(containers: readonly (readonly [string, Reader])[], parts: PodParts): Pod {
  const waitedFor = new Map(
    containers.map(([name, reader]) => [name, reader.map('before').entries()] as const),
  );
  const main = containers.filter(([name]) => waitedFor.get(name)?.length === 0);
  const before = inOrder(containers.filter((one) => !main.includes(one)));
  const made = [...before, ...main].map(([name, reader]) => {
    const isBefore = !main.some(([other]) => other === name);
    const ready = (waitedFor.get(name) ?? []).map(([, waiting]) => waiting.text('ready'));
    const own = parts.ports.filter((port) => containerOf(port, [...main, ...before]) === name);
    return { isBefore, ...containerMade(name, reader, own, isBefore ? ready : undefined, parts) };
  });
  const volumes = new Map(made.flatMap(({ mounted }) => mounted.volumes.map((one) => [one.name, one])));
  const init = made.filter(({ isBefore }) => isBefore).map(({ container }) => container);
  return {
    image: made.find(({ isBefore }) => !isBefore)?.container.image ?? '',
    spec: {
      ...(init.length > 0 && { initContainers: init }),
      containers: made.filter(({ isBefore }) => !isBefore).map(({ container }) => container),
      ...(volumes.size > 0 && { volumes: [...volumes.values()] }),
    },
    objects: [...new Set(made.flatMap(({ mounted }) => mounted.objects))],
  };
}

/** One after those that it waits for; those that wait for each other stay as they are. */
function inOrder(before: readonly (readonly [string, Reader])[]): (readonly [string, Reader])[] {
  const placed: (readonly [string, Reader])[] = [];
  const place = (one: readonly [string, Reader], onTheWay: readonly string[]): void => {
    const [name] = one;
    if (placed.includes(one) || onTheWay.includes(name)) return;
    for (const other of before.filter(([, reader]) => reader.map('before').has(name))) {
      place(other, [...onTheWay, name]);
    }
    placed.push(one);
  };
  for (const one of before) place(one, []);
  return placed;
}

function containerMade(
  name: string,
  reader: Reader,
  ports: readonly Port[],
  ready: readonly (string | undefined)[] | undefined,
  { head, timing, outputs, volumes, secrets, options }: PodParts,
): { container: { readonly image: string }; mounted: Mounts } {
  const volume = `${name.slice(0, 50)}-files${volumes.byResource.has(`${name}-files`) ? '-2' : ''}`;
  const files = filesOf(name, volume, reader, { head, outputs, sources: options.files });
  const data = mountsOf(reader, volumes);
  const mounts = [...files.mounts, ...data.mounts];
  const env = variablesOf(reader, outputs, secrets);
  const opened = openedPorts(ports);
  const staysUp = ready !== undefined && !ready.includes('complete');
  const runsOnce = ready !== undefined && !staysUp;
  const container = {
    name,
    image: imageOf(reader, head, options),
    ...(staysUp && { restartPolicy: 'Always' }),
    ...words(reader, 'command'),
    ...words(reader, 'args'),
    ...(opened.length > 0 && { ports: opened }),
    ...(env.length > 0 && { env }),
    ...filled('resources', asMap(reader.take('resources')) ?? {}),
    ...(runsOnce ? withoutProbes(reader) : probesOf(reader, timing, ready?.includes('healthy') === true)),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
  const objects = [...files.objects, ...data.objects];
  return { container, mounted: { mounts, volumes: [...files.volumes, ...data.volumes], objects } };
}

function withoutProbes(reader: Reader): object {
  for (const key of ['livenessProbe', 'readinessProbe']) {
    reader.drop(key, t('Kubernetes asks nothing of a container that runs to its end before the others.'));
  }
  return {};
}

function words(reader: Reader, key: string): object {
  const list = reader.take(key);
  return Array.isArray(list) && list.length > 0 ? { [key]: list } : {};
}

function imageOf(reader: Reader, { name }: Head, { image }: RenderOptions): string {
  const given = reader.text('image') ?? '.';
  if (given !== '.') return given;
  if (image === undefined) {
    reader.note(t('The image that is built is not known here: “{0}” stands for it. Give --image.', name));
  }
  return image ?? name;
}
