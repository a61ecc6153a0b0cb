const hidden = '***';

/** Header values, JSON and form fields that carry secrets, and tokens that tell by their form what they are (RFC 7519). */
const rules: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${hidden}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)*/g, hidden],
  [
    /\b((?:access|refresh|id)_token|client_secret|code_verifier|device_code|password)(["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi,
    `$1$2${hidden}`,
  ],
  [/([?&]code=)[^\s"'&]+/g, `$1${hidden}`],
];

/** A text for a log without what looks like a secret. The last line of defence: nothing is to get this far. */
export function redact(text: string): string {
  return rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}
