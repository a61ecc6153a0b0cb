import type { YAMLError } from 'yaml';
import { t } from '../../base/l10n.js';
import type { YamlDocument } from '../documents/yamlDocument.js';

/** What the parser found, in the words of someone who does not know its grammar. */
export function syntaxMessage(error: YAMLError, document: YamlDocument): string {
  const text = document.text.slice(error.pos[0], error.pos[1]);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return t('A tab cannot indent YAML. Use spaces.');
    case 'BAD_INDENT':
      if (error.message.includes('end with')) return missingCharacter(error.message);
      return t('This line is not indented like its neighbours. Line it up with the keys or items beside it.');
    case 'MISSING_CHAR':
      return missingCharacter(error.message);
    case 'MULTILINE_IMPLICIT_KEY':
      return t('A key must end with a colon on its own line. Is a colon missing here?');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return t(
        'A second value begins on this line. Put a key and its value on a line of their own, or quote text that contains “: ”.',
      );
    case 'BLOCK_IN_FLOW':
      return t('Inside brackets or braces, write the values in one line or with brackets too.');
    case 'BAD_DQ_ESCAPE':
      return t('“{0}” is not an escape that YAML knows. Double the backslash, or use single quotes.', text);
    case 'BAD_SCALAR_START':
      return t('A plain value cannot begin with “{0}”. Put it in quotes.', text.slice(0, 1));
    case 'KEY_OVER_1024_CHARS':
      return t('A key can have at most 1,024 characters. Is a colon or a closing bracket missing?');
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return t('This anchor or alias is not written as YAML expects: &name marks a value, *name repeats it.');
    case 'MULTIPLE_TAGS':
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
      return t('The tag “{0}” does not fit this value. Remove it.', text);
    case 'BAD_DIRECTIVE':
      return t('A line that begins with % is a directive, and this one is not known. Remove it.');
    case 'MULTIPLE_DOCS':
      return t('A second document begins here. Put a line with --- before it.');
    default:
      return t(
        'YAML does not expect “{0}” here. Is a quote, a colon or a bracket missing before it?',
        text.trim().slice(0, 20),
      );
  }
}

function missingCharacter(message: string): string {
  if (/double-quoted|single-quoted|closing.*quote|Missing closing ["']/.test(message)) {
    return t('This text has no closing quote.');
  }
  if (/flow sequence| \]/i.test(message)) return t('This list has no closing bracket “]”.');
  if (/flow map| \}/i.test(message)) return t('This map has no closing brace “}”.');
  if (message.includes(',')) return t('A comma is missing between these values.');
  if (message.includes(':')) return t('A colon is missing after this key.');
  return t('A space or another character is missing here.');
}
