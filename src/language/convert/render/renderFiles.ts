import { asMap } from '../../documents/yamlDocument.js';
import { chartOf, helmValues } from './helmValues.js';
import { kustomizeFiles } from './kustomize.js';
import { manifestText } from './manifestText.js';
import type { RenderedFiles, RenderOptions } from './rendered.js';
import { renderService } from './renderService.js';

export const renderFormats = ['kubernetes', 'kustomize', 'helm'] as const;
export type RenderFormat = (typeof renderFormats)[number];

/** A Service as files: values where it names a chart and nothing else is asked for, else objects of Kubernetes. */
export function renderFiles(
  manifest: Readonly<Record<string, unknown>>,
  options: RenderOptions,
  format: RenderFormat = chartOf(manifest) === undefined ? 'kubernetes' : 'helm',
): RenderedFiles {
  if (format === 'kustomize') return kustomizeFiles(manifest, options);
  if (format === 'helm') return helmValues(manifest, options);
  const { objects, notes } = renderService(manifest, options);
  const name = asMap(manifest['metadata'])?.['name'];
  const files = objects.length === 0 ? [] : [{ path: `${String(name)}.yaml`, text: manifestText(objects) }];
  return { files, notes };
}
