import { stringify } from 'yaml';

export type TemplateValues = Readonly<Record<string, string>>;

const slot = /\{\{(?:(json|yaml|html) )?([A-Za-z]\w*)\}\}/g;

/**
 * Replaces `{{name}}` by a value as it is, and `{{json name}}`, `{{yaml name}}` and `{{html name}}` by one written so
 * that it means the same in such a file. A name without a value stays.
 */
export function fillTemplate(source: string, values: TemplateValues): string {
  return source.replace(slot, (match, form: string | undefined, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return match;
    switch (form) {
      case 'json':
        return JSON.stringify(value);
      case 'yaml':
        return /[\r\n]/.test(value) ? JSON.stringify(value) : stringify(value, { lineWidth: 0 }).trim();
      case 'html':
        return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
      default:
        return value;
    }
  });
}
