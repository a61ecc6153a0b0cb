import { isObject } from '../json.js';

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
      const name = `${indent}${inLine(key)}:`;
      return isEmpty
        ? `${name} ${yamlOf(item, `${indent}  `).trimStart()}`
        : `${name}\n${yamlOf(item, `${indent}  `)}`;
    })
    .join('');
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return isBlock(value) ? block(value, indent) : inLine(value);
}

function inLine(text: string): string {
  const isPlain =
    // A dot before a digit begins a number (YAML 1.2.2, 10.3.2).
    /^(?:[A-Za-z_/]|\.(?!\d))[\w ./@:+-]*$/.test(text) &&
    !/: |:$|\s$|^[.+-]?(?:true|false|null|yes|no|on|off|inf|nan|y|n)$/i.test(text);
  return isPlain && !text.startsWith('...') ? text : JSON.stringify(text);
}

/** Several lines that a block keeps as they are. */
function isBlock(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    text.includes('\n') &&
    /^\S/.test(text) &&
    lines.at(-1) !== '' &&
    lines.every((line) => !/\s$|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(line))
  );
}

function block(text: string, indent: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n');
  return `${text.endsWith('\n') ? '|' : '|-'}\n${shown}`;
}
