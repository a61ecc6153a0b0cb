import { asMap } from '../language/documents/yamlDocument.js';

type Manifest = Readonly<Record<string, unknown>>;

/** A Service with an image in the place of what is built from its folder: of each container whose image is `.`. */
export function withImage(manifest: Manifest, image: string | undefined): Manifest {
  const spec = asMap(manifest['spec']);
  const workload = asMap(spec?.['workload']);
  if (image === undefined || !workload) return manifest;
  const containers = Object.entries(asMap(workload['containers']) ?? {}).map(([name, value]) => {
    const container = asMap(value);
    const isBuilt = container && (container['image'] ?? '.') === '.';
    return [name, isBuilt ? { ...container, image } : value] as const;
  });
  return {
    ...manifest,
    spec: { ...spec, workload: { ...workload, containers: Object.fromEntries(containers) } },
  };
}
