import { t } from '../../base/l10n.js';
import { asMap } from '../documents/yamlDocument.js';
import { actionOutputs, filters } from '../templating/outputs.js';
import type { TemplateAround } from '../templating/templateAround.js';

/** A word that can follow in an expression. */
export interface ExpressionWord {
  readonly name: string;
  /** A few words beside it. */
  readonly detail?: string;
  /** What it is for. */
  readonly words?: string;
}

/** What is typed of an expression before the cursor: a filter, or names joined by dots. */
export interface TypedExpression {
  readonly isFilter: boolean;
  readonly parts: readonly string[];
}

/** Reads the `${{` that is open at the end of a line's beginning; `undefined` when none is. */
export function typedExpression(before: string): TypedExpression | undefined {
  const start = before.lastIndexOf('${{');
  if (start < 0 || before.indexOf('}}', start) >= 0) return undefined;
  const inner = before.slice(start + 3).replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, 'x');
  const name = /\[["']([\w$-]*)$/.exec(inner);
  const chain = /(?:[A-Za-z_$][\w$]*(?:\[\d+\])?\.)*[\w$-]*$/;
  if (name) {
    const head = chain.exec(inner.slice(0, name.index))?.[0] ?? '';
    return { isFilter: false, parts: [...head.split('.'), name[1] ?? ''] };
  }
  if (/["']/.test(inner)) return undefined;
  const typed = chain.exec(inner)?.[0] ?? '';
  const isFilter = /\|\s*$/.test(inner.slice(0, inner.length - typed.length)) && !typed.includes('.');
  return { isFilter, parts: typed.split('.').map((part) => part.replace(/\[\d+\]$/, '')) };
}

const entity = ['apiVersion', 'kind', 'metadata', 'spec'];
const below: Readonly<Record<string, readonly string[]>> = {
  user: ['entity', 'ref'],
  'user.entity': entity,
  'user.entity.metadata': ['name', 'namespace', 'title', 'annotations'],
  'user.entity.spec': ['profile', 'memberOf'],
  'user.entity.spec.profile': ['displayName', 'email', 'picture'],
  each: ['key', 'value'],
  context: ['task'],
  'context.task': ['id'],
};

/** The words that fit the last part of what is typed. */
export function expressionWords(
  { isFilter, parts }: TypedExpression,
  around: TemplateAround,
): readonly ExpressionWord[] {
  if (isFilter) return filters.map((name) => ({ name, detail: t('filter') }));
  const [head = '', ...rest] = parts.slice(0, -1);
  if (parts.length === 1) return roots(around);
  if (head === 'parameters') return parameterWords(rest, around);
  if (head === 'steps') return stepWords(rest, around);
  if (head === 'secrets') return rest.length === 0 ? around.secrets.map((name) => ({ name })) : [];
  return (below[[head, ...rest].join('.')] ?? []).map((name) => ({ name }));
}

function roots({ above, hasEach }: TemplateAround): readonly ExpressionWord[] {
  return [
    { name: 'parameters', detail: t('what the forms ask for') },
    ...(above.length > 0 ? [{ name: 'steps', detail: t('what the steps above came to') }] : []),
    ...(hasEach ? [{ name: 'each', detail: t('the item of this run') }] : []),
    { name: 'secrets', detail: t('secrets of the forms') },
    { name: 'user', detail: t('who runs the template') },
    { name: 'context', detail: t('the task') },
  ];
}

function parameterWords(path: readonly string[], { named }: TemplateAround): readonly ExpressionWord[] {
  const [first, ...deeper] = path;
  if (first === undefined) return [...named].map(([name, schema]) => parameterWord(name, schema));
  let schema = named.get(first);
  for (const part of deeper) schema = asMap(asMap(schema?.['properties'])?.[part]);
  return Object.entries(asMap(schema?.['properties']) ?? {}).map(([name, one]) =>
    parameterWord(name, asMap(one) ?? {}),
  );
}

function parameterWord(name: string, schema: Readonly<Record<string, unknown>>): ExpressionWord {
  const { title, type, description } = schema;
  const detail = [title, type].find((one) => typeof one === 'string');
  return {
    name,
    ...(detail !== undefined && { detail }),
    ...(typeof description === 'string' && { words: description }),
  };
}

function stepWords(path: readonly string[], { above }: TemplateAround): readonly ExpressionWord[] {
  const [id, output, ...deeper] = path;
  if (id === undefined) {
    return above.flatMap((step) => {
      const detail = step.action ?? step.name;
      return step.id === undefined ? [] : [{ name: step.id, ...(detail !== undefined && { detail }) }];
    });
  }
  const step = above.find((one) => one.id === id);
  if (!step) return [];
  if (output === undefined) return [{ name: 'output' }];
  if (output !== 'output' || deeper.length > 0) return [];
  return (actionOutputs[step.action ?? ''] ?? []).map((name) => ({ name }));
}
