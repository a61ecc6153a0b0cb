import { asMap } from '../documents/yamlDocument.js';

/** A step of a scaffolder template. */
export interface TemplateStep {
  /** `undefined` when the text alone does not tell it. */
  readonly id: string | undefined;
  readonly action: string | undefined;
  readonly name: string | undefined;
}

/** Reads `spec.steps`. A step without an id is called by its place, from 1 on. */
export function templateSteps(steps: unknown): readonly TemplateStep[] {
  if (!Array.isArray(steps)) return [];
  return steps.map((step, index) => {
    const map = asMap(step);
    const isElsewhere = !map || Object.keys(map).some((key) => key.startsWith('$'));
    const { id = `step-${index + 1}`, action, name } = map ?? {};
    const isTold = !isElsewhere && typeof id === 'string' && !id.includes('${{');
    return {
      id: isTold ? id : undefined,
      action: typeof action === 'string' ? action : undefined,
      name: typeof name === 'string' ? name : undefined,
    };
  });
}
