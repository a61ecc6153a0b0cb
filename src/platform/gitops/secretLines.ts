const hidden = '***';
const secretKey =
  /^(?<head>[-+ ]?\s*(?:- )?["']?[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|private[-_]?key|credential)s?[\w.-]*["']?\s*[:=]\s*)(?<value>\S.*)$/i;
const keyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[\dA-Z]{16}\b|\bgh[pousr]_\w{30,}|\bglpat-[\w-]{20,}/;
/** A name of something that holds a secret, or a number, is none. */
const harmless =
  /^["']?(?:true|false|null|~|\d+|\$\{.*\}|\{\{.*\}\}|[|>][-+]?|[\w./-]*(?:name|ref|path|secret|key)s?)["']?\s*(?:#.*)?$/i;

function isSecretLine(line: string): boolean {
  const value = secretKey.exec(line)?.groups?.['value'];
  return keyBlock.test(line) || (value !== undefined && !harmless.test(value.trim()));
}

/** Text, or a diff, with values that look like secrets masked. */
export function maskSecrets(text: string): string {
  return text
    .split('\n')
    .map((line) => (isSecretLine(line) ? (secretKey.exec(line)?.groups?.['head'] ?? '') + hidden : line))
    .join('\n');
}

/** Whether a diff adds or takes away what looks like a secret. */
export function changesSecrets(diff: string): boolean {
  return diff.split('\n').some((line) => /^[-+](?![-+]{2} )/.test(line) && isSecretLine(line));
}
