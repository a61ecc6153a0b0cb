import { applied, mutate } from './mutations.js';
import { Random } from './random.js';
import { seeds } from './seeds.js';
import { documentOf, newService } from './checks.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
async function formatted(text: string, tabSize: number): Promise<string> {
  const document = documentOf(text);
  const edits = await newService().format(document, { client: { tabSize }, roots: [] });
  return TextDocument.applyEdits(document, edits);
}
describe('repro', () => { it('x', async () => {
  const texts = seeds(); const round = 7376;
  const random = new Random(1 * 3_000_017 + round);
  let text = random.pick(texts);
  for (let index = random.below(3); index >= 0; index--) text = applied(text, mutate(text, random));
  const tabSize = random.pick([2, 4]);
  console.log(JSON.stringify(text.slice(0, 120)), tabSize);
  const a = await formatted(text, tabSize); console.log(JSON.stringify(a.slice(0,120)));
  const b = await formatted(a, tabSize); console.log(JSON.stringify(b.slice(0,120)));
}); });
