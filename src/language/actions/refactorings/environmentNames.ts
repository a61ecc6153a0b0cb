import { asMap } from '../../documents/yamlDocument.js';
import type { Site } from '../scene.js';

/** The environments that are known, each once: of this manifest, the workspace and the platform. */
export async function environmentNames({ document, scene }: Site): Promise<string[]> {
  const spec = asMap(document.map?.['spec']);
  const own = Object.keys(asMap(spec?.['environments']) ?? {});
  const described = (scene.ports.workspace?.documents() ?? []).flatMap(({ kind, name, value }) => {
    if (kind === 'Environment') return name === undefined ? [] : [name];
    return kind === 'DeliveryPipeline' ? stagesOf(value) : [];
  });
  const live = await scene.ports.catalog?.query({ kind: 'environment', limit: 20 });
  return [...new Set([...described, ...(live?.entries.map(({ name }) => name) ?? []), ...own])];
}

function stagesOf(pipeline: Readonly<Record<string, unknown>>): string[] {
  const stages = asMap(pipeline['spec'])?.['stages'];
  return (Array.isArray(stages) ? stages : []).flatMap((stage: unknown) => {
    const name = asMap(stage)?.['environment'];
    return typeof name === 'string' ? [name] : [];
  });
}
