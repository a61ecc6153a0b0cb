import { t } from '../../../base/l10n.js';
import { Reader } from '../reader.js';
import { podOf } from './containers.js';
import { inEnvironment } from './environment.js';
import { headOf } from './head.js';
import { networkService, routesOf } from './network.js';
import { Outputs } from './outputs.js';
import { portsOf } from './ports.js';
import { timingOf } from './probes.js';
import type { RenderedObject, RenderNote, RenderOptions } from './rendered.js';
import { scalingOf } from './scaling.js';
import { secretsOf } from './secrets.js';
import { volumesOf } from './volumes.js';
import { workloadKind, workloadOf } from './workload.js';

export interface Rendering {
  /** In the order to apply them: what others refer to comes first. None for a Service that never runs there. */
  readonly objects: readonly RenderedObject[];
  /** Everything of the Service that is not in the objects, or is in them in another way. */
  readonly notes: readonly RenderNote[];
}

/**
 * The objects of Kubernetes for a Service in an environment: the same for the same Service, every time. `manifest` is a
 * Service without errors, its Score file inlined.
 */
export function renderService(
  manifest: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): Rendering {
  const notes: RenderNote[] = [];
  const there = inEnvironment(manifest, options.environment);
  const service = new Reader(there.manifest, [], (path, reason, severity) => {
    notes.push({ path, reason, severity });
  });
  if (there.isDisabled) {
    service.note(t('It is never deployed to {0}: nothing is rendered.', options.environment ?? ''));
    return { objects: [], notes };
  }
  if (options.environment !== undefined && !there.isNamed) {
    service.note(
      t('It says nothing of {0}: it is rendered as it is for all.', options.environment),
      'information',
    );
  }
  const objects = objectsOf(service, options);
  service.take('apiVersion', 'kind');
  tellWords(service);
  service.rest((key) => t('Kubernetes has no word for “{0}”; it is not rendered.', key));
  return { objects, notes };
}

function objectsOf(service: Reader, options: RenderOptions): RenderedObject[] {
  const spec = service.map('spec');
  const workload = spec.map('workload');
  const head = headOf(service, options.namespace);
  const kind = workloadKind(spec.text('type') ?? 'service', head);
  const resources = workload.map('resources').entries();
  const outputs = new Outputs(head.name, service.map('metadata').value, resources);
  const volumes = volumesOf(resources, head);
  const ports = portsOf(workload);
  const secrets = secretsOf(spec.map('secrets'), head);
  const timing = timingOf(spec);
  const scaling = scalingOf(spec, kind, head);
  const pod = podOf(workload.map('containers').entries(), {
    head,
    ports,
    timing,
    outputs,
    volumes,
    secrets: secrets.variables,
    options,
  });
  const parts = {
    head,
    pod,
    replicas: scaling.replicas,
    claimTemplates: volumes.claimTemplates,
    hasPorts: ports.length > 0,
  };
  const routes = routesOf(resources, ports, head, outputs, options.gateway);
  outputs.tell();
  return [
    ...pod.objects,
    ...secrets.objects,
    ...networkService(ports, head),
    workloadOf(kind, spec, parts),
    ...scaling.objects,
    ...routes,
  ];
}

/** Words for the platform and the catalogue, by where they stand. */
const words = {
  metadata: ['title', 'tags', 'links', 'namespace'],
  spec: ['slos', 'onCall', 'template', 'dependsOn', 'providesApis', 'consumesApis'],
  delivery: ['pipeline', 'schemaMigrations'],
};

function tellWords(service: Reader): void {
  const spec = service.map('spec');
  const places = { metadata: service.map('metadata'), spec, delivery: spec.map('delivery') };
  for (const place of ['metadata', 'spec', 'delivery'] as const) {
    for (const key of words[place]) {
      const reason = t(
        'Kubernetes has no word for it: it stays in the Service, for the platform and the catalogue.',
      );
      places[place].drop(key, reason, 'information');
    }
  }
}
