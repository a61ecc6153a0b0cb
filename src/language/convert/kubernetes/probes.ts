import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { portNumber, type ContainerPort } from './ports.js';
import type { Reader } from '../reader.js';

export type Probe = Readonly<Record<string, unknown>>;

const timings = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;
type Timing = keyof typeof timings;
const timingNames = Object.keys(timings) as Timing[];

/** A probe as Score writes it; `undefined`, with a note, for a kind that Score does not know. */
export function probeOf(reader: Reader, opened: readonly ContainerPort[]): Probe | undefined {
  const http = reader.has('httpGet') ? httpOf(reader.map('httpGet'), opened, reader) : undefined;
  const exec = reader.has('exec') ? execOf(reader.map('exec'), reader) : undefined;
  for (const kind of ['tcpSocket', 'grpc']) {
    reader.drop(kind, t('Score probes by httpGet or exec, not by {0}: this probe is left out.', kind));
  }
  return http || exec ? { ...(http && { httpGet: http }), ...(exec && { exec }) } : undefined;
}

function httpOf(reader: Reader, opened: readonly ContainerPort[], probe: Reader): Probe | undefined {
  const asked = reader.take('port');
  const port = portNumber(asked, opened);
  if (typeof asked === 'string' && port !== undefined) {
    reader.note(t('The port “{0}” is meant by its number, {1}.', asked, port), 'information');
  }
  const path = reader.text('path') ?? '/';
  const [host, scheme] = [reader.text('host'), reader.text('scheme')];
  const headers = reader.list('httpHeaders').flatMap((header) => {
    const [name, value] = [header.text('name'), header.text('value')];
    if (name && value && /^[A-Za-z0-9_-]+$/.test(name)) return [{ name, value }];
    header.note(t('This header cannot be written in Score; it is left out.'));
    return [];
  });
  if (port === undefined) {
    probe.note(t('No container opens the port that is probed: this probe is left out.'));
    return undefined;
  }
  return {
    path,
    port,
    ...(host && { host }),
    ...(scheme === 'HTTPS' && { scheme }),
    ...(headers.length > 0 && { httpHeaders: headers }),
  };
}

function execOf(reader: Reader, probe: Reader): Probe | undefined {
  const command = reader.take('command');
  const isText = Array.isArray(command) && command.every((word) => typeof word === 'string');
  if (!isText) probe.note(t('The command is not a list of texts: this probe is left out.'));
  return isText ? { command } : undefined;
}

/** The timing that all probes of a Service share, and the time it has to start. */
export function healthOf(containers: readonly Reader[]): Readonly<Record<string, number>> {
  const probes = ['readinessProbe', 'livenessProbe'].flatMap((key) =>
    containers.filter((container) => container.has(key)).map((container) => container.map(key)),
  );
  const kept = probes.filter((probe) => probe.has('httpGet') || probe.has('exec'));
  const [leading] = kept;
  const shared: Record<string, number> = {};
  const deadline = startupDeadline(containers);
  if (deadline !== undefined) shared['startupDeadlineSeconds'] = deadline;
  for (const name of timingNames) {
    const value = leading ? effective(leading, name) : timings[name];
    if (value !== timings[name]) shared[name] = value;
    for (const probe of kept) {
      if (effective(probe, name) !== value) {
        probe.note(t('All probes of a Service share their timing: {0} becomes {1}.', name, value));
      }
    }
  }
  for (const probe of probes.filter((one) => !kept.includes(one))) {
    for (const name of timingNames) {
      if (effective(probe, name) !== timings[name]) {
        probe.drop(name, t('It goes with its probe.'), 'information');
      }
    }
  }
  for (const probe of probes) dropTimings(probe);
  return shared;
}

function effective(probe: Reader, name: Timing): number {
  return ownTiming(probe, name) ?? timings[name];
}

/** Kubernetes keeps these in 32 bits. */
const largest = 2 ** 31 - 1;

function ownTiming(probe: Reader, name: Timing): number | undefined {
  const value = asMap(probe.value)?.[name];
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= largest
    ? Number(value)
    : undefined;
}

/** Those that can be read: the others are reported as what is not carried over. */
function takeTimings(probe: Reader): void {
  for (const name of timingNames) if (ownTiming(probe, name) !== undefined) probe.take(name);
}

function dropTimings(probe: Reader): void {
  takeTimings(probe);
  if (asMap(probe.value)?.['successThreshold'] === 1) probe.take('successThreshold');
  if (asMap(probe.value)?.['initialDelaySeconds'] === 0) probe.take('initialDelaySeconds');
  probe.drop(
    'initialDelaySeconds',
    t('A Service is given time to start by health.startupDeadlineSeconds instead.'),
    'information',
  );
}

/** How long a startup probe waits at most. */
function startupDeadline(containers: readonly Reader[]): number | undefined {
  const seconds = containers.flatMap((container) => {
    if (!container.has('startupProbe')) return [];
    const probe = container.map('startupProbe');
    probe.note(
      t('Its time becomes health.startupDeadlineSeconds; what it asks is asked by the readiness probe.'),
      'information',
    );
    const delay = Math.min(largest, probe.whole('initialDelaySeconds') ?? 0);
    probe.take('httpGet', 'exec', 'tcpSocket', 'grpc', 'successThreshold');
    takeTimings(probe);
    return [delay + effective(probe, 'periodSeconds') * effective(probe, 'failureThreshold')];
  });
  return seconds.length > 0 ? Math.max(1, ...seconds) : undefined;
}
