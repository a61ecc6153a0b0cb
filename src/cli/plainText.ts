/** Text of a platform or a service made safe for a terminal: no control characters, no hidden ones, one line. */
export function plainText(text: string): string {
  return text
    .replace(terminalSequence, '')
    .replace(/\t/g, '  ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
}

/** The escape sequences of terminals (ECMA-48): CSI, OSC and other strings, and single escapes. */
const terminalSequence = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
