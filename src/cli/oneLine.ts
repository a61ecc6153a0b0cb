import { plainText } from '../base/plainText.js';

/** Text of a platform or a service made safe for one line of a terminal: no tabs, a space for a break, nothing hidden. */
export function oneLine(text: string): string {
  return plainText(text)
    .replace(/ *[\r\n\u2028\u2029]+ */g, ' ')
    .replace(/\t/g, '  ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '');
}
