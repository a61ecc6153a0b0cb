import { isObject } from '../backstage/json.js';

/** JSON values as YAML, for people to read and compare. */
export function yamlOf(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}[]\n`;
    return value
      .map((item: unknown) => `${indent}- ${yamlOf(item, `${indent}  `).slice(indent.length + 2)}`)
      .join('');
  }
  if (!isObject(value)) return `${indent}${scalar(value, indent)}\n`;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  if (entries.length === 0) return `${indent}{}\n`;
  return entries
    .map(([key, item]) => {
      const isEmpty = typeof item !== 'object' || item === null || Object.keys(item).length === 0;
      const name = `${indent}${scalar(key, '')}:`;
      return isEmpty
        ? `${name} ${yamlOf(item, `${indent}  `).trimStart()}`
        : `${name}\n${yamlOf(item, `${indent}  `)}`;
    })
    .join('');
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  if (/\n/.test(value) && !/^\s|[ \t]\n|\n\s*$(?<!\S\n)/.test(value)) return block(value, indent);
  const isPlain =
    /^[A-Za-z_/.][\w ./@:+-]*$/.test(value) && !/: |:$|\s$|^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function block(text: string, indent: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `${text.endsWith('\n') ? '|' : '|-'}\n${lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n')}`;
}
