import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { TemplateDraft, TemplateDrafts } from '../../model/portal.js';
import { isObject, objectAt, objectsAt, textAt, type Json } from './json.js';
import type { DryRunResult, Scaffolder } from './scaffolder.js';
import { fileOf } from './templates.js';

type Given = Parameters<TemplateDrafts['dryRun']>[1];

/** Templates as they are being written, tried by the scaffolder's dry run. */
export function templateDrafts(scaffolder: Scaffolder): TemplateDrafts {
  const run = (
    { template, files }: TemplateDraft,
    { values, secrets }: Given,
    call?: CallOptions,
  ): Promise<DryRunResult> =>
    scaffolder.dryRun({ template, values, files, ...(secrets && { secrets }) }, call);
  return {
    form: (template) => {
      const { parameters } = objectAt(template, 'spec');
      const pages: readonly unknown[] = Array.isArray(parameters) ? parameters : [parameters];
      return pages.filter(isObject).map((schema) => {
        const title = textAt(schema, 'title');
        return { ...(title !== undefined && { title }), schema };
      });
    },
    dryRun: async (draft, given, call) => {
      const { files, output, events } = await run(draft, given, call);
      return {
        files: files.map(fileOf),
        output,
        log: events.map(({ step, message = '' }) => ({ message, ...(step !== undefined && { step }) })),
      };
    },
    failingStep: async (draft, given, call) => {
      const steps = objectsAt(objectAt(draft.template, 'spec'), 'steps');
      const passes = async (count: number): Promise<boolean> => {
        try {
          await run({ ...draft, template: beginning(draft.template, steps.slice(0, count)) }, given, call);
          return true;
        } catch (error) {
          if (PlatformError.is(error, 'invalid-request')) return false;
          throw error;
        }
      };
      // Backstage does not say which one it was; what runs without effect can be halved until it is found.
      if (!(await passes(0)) || (await passes(steps.length))) return undefined;
      let [good, bad] = [0, steps.length];
      while (bad - good > 1) {
        const middle = Math.floor((good + bad) / 2);
        if (await passes(middle)) good = middle;
        else bad = middle;
      }
      return textAt(steps[good] ?? {}, 'id');
    },
  };
}

/** A template with its first steps alone; what it gives out may need the others. */
function beginning(template: Json, steps: readonly Json[]): Json {
  const spec = Object.fromEntries(
    Object.entries(objectAt(template, 'spec')).filter(([key]) => key !== 'output'),
  );
  return { ...template, spec: { ...spec, steps } };
}
