import { isObject, type Json } from './json.js';

/** An entity as the YAML of a catalogue file, or as people read it. */
export function entityText(entity: Json): string {
  return `${mapLines(entity, '').join('\n')}\n`;
}

function mapLines(map: Json, indent: string): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const name = `${indent}${scalar(key)}:`;
    if (Array.isArray(value) && value.length > 0) return [name, ...listLines(value, `${indent}  `)];
    if (isObject(value) && Object.keys(value).length > 0) return [name, ...mapLines(value, `${indent}  `)];
    return isBlock(value) ? block(name, value, `${indent}  `) : [`${name} ${scalar(value)}`];
  });
}

/** Whether a text of several lines can stand as it is, such as the definition of an API. */
function isBlock(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\S.*\n/.test(value)) return false;
  return !/[^\n\t\u0020-\uFFFD]|[\u007F-\u009F\u2028\u2029\uFEFF]/.test(value);
}

/** A literal block (YAML 1.2.2, 8.1.2), its last line breaks kept. */
function block(name: string, value: string, indent: string): readonly string[] {
  const isEnded = value.endsWith('\n');
  const lines = (isEnded ? value.slice(0, -1) : value).split('\n');
  const sign = isEnded ? (value.endsWith('\n\n') ? '|+' : '|') : '|-';
  return [`${name} ${sign}`, ...lines.map((line) => (line === '' ? '' : indent + line))];
}

function listLines(list: readonly unknown[], indent: string): readonly string[] {
  return list.flatMap((item) => {
    if (!isObject(item) || Object.keys(item).length === 0) return [`${indent}- ${scalar(item)}`];
    const [first = '', ...rest] = mapLines(item, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...rest];
  });
}

/** What YAML reads as this very value; what could be read as another is written as JSON, which YAML is too. */
function scalar(value: unknown): string {
  const isPlain =
    typeof value === 'string' &&
    /^[A-Za-z][\w./:-]*(?: [\w./-]+)*$/.test(value) &&
    !/:(?: |$)/.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
