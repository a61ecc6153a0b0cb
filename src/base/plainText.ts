/** Longest line shown of a log; the rest is left out with a mark. */
export const longestLine = 8_000;

/** CSI, OSC and other escape sequences of terminals, whole. Spelt with escapes: a source file holds no controls. */
const escapes = new RegExp(
  [
    String.raw`(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    String.raw`\u001b[PX^_][^\u001b\u009c]*(?:\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'gu',
);

/** C0 and C1 controls but tab and line feed, and marks that turn the direction of text. */
const controls = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`,
  'gu',
);

/** Text from a service or a server without what could steer a terminal or disguise its order. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(escapes, '').replace(controls, '');
}

/** Marks that turn the direction of text, and those that cannot be seen; joiners stay, scripts and emoji need them. */
const unseen = new RegExp(
  String.raw`[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]`,
  'gu',
);

/** Whether a line has anything in it that is not shown as it is: most have not, and cost a look only. */
const unplain = new RegExp(
  String.raw`[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]`,
  'u',
);

/** As `plainLine`, but a mark that turns or hides text is spelt out, e.g. `⟨U+202E⟩`: it may be why one reads a log. */
export function shownLine(text: string): string {
  if (text.length <= longestLine && !unplain.test(text)) return text;
  const spelt = text
    .replaceAll('\r\n', '\n')
    .replace(escapes, '')
    .replace(
      unseen,
      (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )
    .replace(/[\u2028\u2029]/g, '⏎');
  return plainLine(spelt);
}

/** One line of a log: plain, without line breaks, and capped. */
export function plainLine(text: string): string {
  const line = plainText(text).replaceAll('\n', '⏎');
  return line.length > longestLine ? `${line.slice(0, longestLine)} […]` : line;
}
