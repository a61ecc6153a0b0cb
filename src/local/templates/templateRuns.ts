import path from 'node:path';
import { t } from '../../base/l10n.js';
import { faultsOf } from '../../contract/shape.js';
import type { Block } from '../../model/problem.js';
import { fieldRefusal, refusal } from '../../contract/refusal.js';
import type { PlannedRun } from '../http/runAnswer.js';
import { member, text, without, type JsonObject } from '../manifest/json.js';
import { withDefaults, type GalleryTemplate } from './gallery.js';
import { targetFolder, writeScaffold } from './scaffold.js';

/**
 * Makes a service of a template: into the folder that the value `folder` names, else the files are the result.
 * Throws `PlatformError` for values that do not fit and `UserError` for a folder that cannot be used.
 */
export async function planTemplateRun(
  template: GalleryTemplate,
  given: JsonObject,
  request: unknown,
  isTaken: (service: string) => boolean,
): Promise<PlannedRun> {
  const folder = text(member(given, 'folder'));
  const values = without(given, 'folder');
  checkValues(template, values);
  const filled = { ...withDefaults(template.schema, values), templateVersion: template.version };
  const files = await template.files(filled);
  const target = folder === undefined ? undefined : await targetFolder(folder);
  const name = text(member(values, 'name')) ?? '';
  const blocks: Block[] = isTaken(name)
    ? [
        {
          reason: 'NameTaken',
          name,
          message: t('There is a service "{0}" already: choose another name.', name),
        },
      ]
    : [];
  const changes = files.map((file) => ({ ...file, action: 'Create', encoding: 'utf-8' }));
  return {
    spec: {
      kind: 'TemplateRun',
      title: t('Create "{0}" from {1}', name, template.name),
      service: name,
      request,
    },
    plan: { files: changes, ...(blocks.length > 0 && { blocks }) },
    work: async (run) => {
      if (target === undefined) return { service: name, files: changes };
      await run.step('write', t('Write {0} files', files.length), () => writeScaffold(target, files));
      return { service: name, folder: target, manifest: path.join(target, 'platform.yaml') };
    },
  };
}

function checkValues(template: GalleryTemplate, values: JsonObject): void {
  const known = Object.keys(template.schema.properties ?? {});
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw fieldRefusal(
      `/values/${unknown}`,
      t('The template has no "{0}". It has: {1}.', unknown, known.join(', ')),
    );
  }
  const faults = faultsOf({}, template.schema, values, { limit: 20, strict: false });
  const errors = faults.map(({ instancePath, message, params }) => {
    const missing = params['missingProperty'];
    const pointer = typeof missing === 'string' ? `${instancePath}/${missing}` : instancePath;
    return { pointer: `/values${pointer}`, detail: message ?? t('does not fit the template') };
  });
  const [first] = errors;
  if (first) {
    const detail = t('The values do not fit the template: {0} {1}.', first.pointer, first.detail);
    throw refusal('invalid-request', detail, { errors });
  }
}
