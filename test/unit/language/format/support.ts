import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { ManifestFiles } from '../../../../src/language/documents/manifestFile.js';
import { format } from '../../../../src/language/format/format.js';
import { formatOptions, type FormatOptions } from '../../../../src/language/format/formatOptions.js';

/** The text after formatting. Fails when an edit takes away or brings in anything but white space. */
export function formatted(text: string, options: Partial<FormatOptions> = {}, range?: Range): string {
  const source = TextDocument.create('file:///w/a.platform.yaml', 'platform-manifest', 1, text);
  const edits = format(new ManifestFiles().get(source), formatOptions({}, options), range);
  for (const { range: at, newText } of edits) {
    if ((source.getText(at) + newText).trim() !== '') {
      throw new Error(`More than white space changes: ${JSON.stringify([source.getText(at), newText])}`);
    }
  }
  return TextDocument.applyEdits(source, edits);
}
