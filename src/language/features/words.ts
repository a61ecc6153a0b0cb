import { t } from '../../base/l10n.js';
import { stringify } from 'yaml';
import type { JsonSchema } from '../schema/jsonSchema.js';

/** The title, description and facts of a key in Markdown; `undefined` when its schemas have no words. */
export function describe(name: string, schemas: readonly JsonSchema[]): string | undefined {
  const described = schemas.find(({ description }) => description !== undefined);
  if (!described) return undefined;
  const title = described.title !== undefined && described.title !== name ? ` — ${t(described.title)}` : '';
  const lines = [`**${name}**${title}`, '', t(described.markdownDescription ?? described.description ?? '')];
  const facts = factLines(schemas);
  if (facts.length > 0) lines.push('', ...facts);
  const examples = schemas.find((schema) => schema.examples !== undefined)?.examples ?? [];
  if (examples.length > 0) lines.push('', t('Examples:'), '', '```yaml', examplesText(name, examples), '```');
  return lines.join('\n');
}

function factLines(schemas: readonly JsonSchema[]): string[] {
  const facts: string[] = [];
  const type = schemas.find((schema) => schema.type !== undefined)?.type;
  const allowed = allowedValues(schemas);
  const standard = schemas.find((schema) => schema.default !== undefined)?.default;
  if (allowed.length > 0) facts.push(`- ${t('Allowed: {0}', allowed.map(code).join(', '))}`);
  else if (type !== undefined) {
    facts.push(
      `- ${t(
        'Type: {0}',
        [type]
          .flat()
          .filter((one) => one !== 'null')
          .join(', '),
      )}`,
    );
  }
  if (standard !== undefined) facts.push(`- ${t('Default: {0}', code(standard))}`);
  return facts;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** The values that an `enum` or `const` allows; none when any of the type will do. */
export function allowedValues(schemas: readonly JsonSchema[]): readonly unknown[] {
  const listed = schemas.find((schema) => schema.enum !== undefined)?.enum;
  if (listed) return listed.filter((value) => value !== null);
  const fixed = schemas.find((schema) => schema.const !== undefined)?.const;
  return fixed === undefined ? [] : [fixed];
}

function examplesText(name: string, examples: readonly unknown[]): string {
  return examples.map((example) => stringify({ [name]: example }).trimEnd()).join('\n');
}
