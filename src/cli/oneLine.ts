import { plainText } from '../base/plainText.js';

/** Text of a platform or a service made safe for one line of a terminal: also no tabs, no breaks, nothing hidden. */
export function oneLine(text: string): string {
  return plainText(text)
    .replace(/\t/g, '  ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
}
