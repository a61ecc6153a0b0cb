import { stringify } from 'yaml';
import type { DefaultSnippet, JsonSchema } from '../schema/jsonSchema.js';
import { isMap } from '../schema/values.js';

export interface WrittenSnippet {
  readonly label: string;
  readonly words: string | undefined;
  /** Text with the places of an LSP snippet. */
  readonly text: string;
  /** Whether the text is keys of a map, or items of a list: it stands on lines of its own. */
  readonly isBlock: boolean;
}

/** The `defaultSnippets` of schemas as text. */
export function writtenSnippets(schemas: readonly JsonSchema[]): WrittenSnippet[] {
  return schemas.flatMap(({ defaultSnippets }) => (defaultSnippets ?? []).flatMap(written));
}

function written(snippet: DefaultSnippet): WrittenSnippet[] {
  const { body, bodyText, label } = snippet;
  const text = typeof bodyText === 'string' ? bodyText : body === undefined ? undefined : bodyOf(body);
  if (text === undefined) return [];
  const [firstLine = ''] = text.split('\n');
  const words = [snippet.markdownDescription, snippet.description].find((one) => typeof one === 'string');
  return [
    {
      label: typeof label === 'string' ? label : firstLine,
      words,
      text,
      isBlock: !/^[|>]/.test(text) && (isMap(body) || Array.isArray(body) || text.includes('\n')),
    },
  ];
}

/** A text that begins with `^` is written without quotes, whatever it looks like. */
function bodyOf(body: unknown): string {
  return stringify(body, { lineWidth: 0 })
    .trimEnd()
    .replace(/(["'])\^(.*?)\1(?=\s*$)/gm, '$2')
    .replace(/(^|: |- )\^(?=\S)/gm, '$1');
}
