import type { TemplateDrafts } from '../../model/portal.js';
import { isObject, objectAt, textAt } from './json.js';
import type { Scaffolder } from './scaffolder.js';
import { fileOf } from './templates.js';

/** Templates as they are being written, tried by the scaffolder's dry run. */
export function templateDrafts(scaffolder: Scaffolder): TemplateDrafts {
  return {
    form: (template) => {
      const { parameters } = objectAt(template, 'spec');
      const pages: readonly unknown[] = Array.isArray(parameters) ? parameters : [parameters];
      return pages.filter(isObject).map((schema) => {
        const title = textAt(schema, 'title');
        return { ...(title !== undefined && { title }), schema };
      });
    },
    dryRun: async ({ template, files }, { values, secrets }, call) => {
      const run = { template, values, files, ...(secrets && { secrets }) };
      const { files: made, output, events } = await scaffolder.dryRun(run, call);
      return {
        files: made.map(fileOf),
        output,
        log: events.map(({ step, message = '' }) => ({ message, ...(step !== undefined && { step }) })),
      };
    },
  };
}
