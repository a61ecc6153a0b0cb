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

/** One line of a log: plain, without line breaks, and capped. */
export function plainLine(text: string): string {
  const line = plainText(text).replaceAll('\n', '⏎');
  return line.length > longestLine ? `${line.slice(0, longestLine)} […]` : line;
}
