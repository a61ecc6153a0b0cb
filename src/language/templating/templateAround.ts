import { isMap, isSeq, type Node } from 'yaml';
import { lookup } from '../documents/lookup.js';
import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import { scaffolderApiVersion } from '../kinds/kinds.js';
import { templateParameters, type TemplateParameters } from './parameters.js';
import { templateSteps, type TemplateStep } from './steps.js';

/** What the expressions at a place of a scaffolder template can read. */
export interface TemplateAround extends TemplateParameters {
  /** The steps that have run there. */
  readonly above: readonly TemplateStep[];
  /** Whether the step there runs once an item. */
  readonly hasEach: boolean;
  /** Names of secrets that the forms ask for. */
  readonly secrets: readonly string[];
}

/** `offset` counts in the document. `undefined` for a document that is no scaffolder template. */
export function templateAround(document: YamlDocument, offset: number): TemplateAround | undefined {
  const { apiVersion, spec } = document.map ?? {};
  if (apiVersion !== scaffolderApiVersion) return undefined;
  const { parameters, steps: list } = asMap(spec) ?? {};
  const steps = templateSteps(list);
  const node = lookup(document, ['spec', 'steps'])?.value;
  const starts = isSeq(node) ? node.items.map((item) => (item as Node | null)?.range?.[0] ?? Infinity) : [];
  const at = starts.findLastIndex((start) => start <= offset);
  const isInOutput = offset > (isSeq(node) ? (node.range?.[2] ?? 0) : 0);
  const step: unknown = isSeq(node) && !isInOutput ? node.items[at] : undefined;
  const { named, isComplete } = templateParameters(parameters);
  return {
    named,
    isComplete,
    above: isInOutput ? steps : steps.slice(0, Math.max(at, 0)),
    hasEach: isMap(step) && step.has('each'),
    secrets: [...named].flatMap(([name, schema]) => secretOf(name, schema)),
  };
}

/** The secret that a field of a form fills in (its `ui:field` and `ui:options`). */
function secretOf(name: string, schema: Readonly<Record<string, unknown>>): readonly string[] {
  if (schema['ui:field'] === 'Secret') return [name];
  const credentials = asMap(asMap(schema['ui:options'])?.['requestUserCredentials']);
  const key = credentials?.['secretsKey'];
  return typeof key === 'string' ? [key] : [];
}
