import { t } from '../../base/l10n.js';
import type { Field } from '../../model/form/field.js';
import { groupOf, initialValue, schemaOf } from '../../model/form/form.js';
import type { Template } from '../../model/offer.js';

/** What a template is, in Markdown: its words, what it asks for and what it makes. `readme` is its own page, if it has one. */
export function templatePage(template: Template, readme?: string): string {
  const { name, title, description, version, owner, type, tags = [], produces = [], links = [] } = template;
  const facts = [
    [t('Version'), version],
    [t('Type'), type],
    [t('Owner'), owner],
    [t('Makes'), produces.join(', ')],
    [t('Tags'), tags.join(', ')],
  ].filter((fact): fact is [string, string] => !!fact[1]);
  const group = groupOf(schemaOf(template.parameters ?? []));
  const fields = group.fields(initialValue(group));
  return [
    `# ${plain(title ?? name)}`,
    plain(description ?? ''),
    facts.map(([fact, value]) => `- ${fact}: **${plain(value)}**`).join('\n'),
    ...(fields.length > 0 ? [`## ${t('What it asks for')}`, fieldList(fields)] : []),
    ...(links.length > 0
      ? [links.map(({ url, title: words }) => `- ${plain(words ?? url)}: ${plain(url)}`).join('\n')]
      : []),
    ...(readme === undefined ? [] : ['---', readme]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function fieldList(fields: readonly Field[]): string {
  return fields
    .map(({ title, description, isRequired }) => {
      const words = description === undefined ? '' : `: ${plain(description)}`;
      return `- **${plain(title)}**${isRequired ? '' : ` ${t('(optional)')}`}${words}`;
    })
    .join('\n');
}

/** Words of a platform as words: no link, no markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#|!]/g, '\\$&').replace(/\s+/g, ' ');
}
