const hidden = '***';
const words = 'passw(?:or)?d|passphrase|secret|token|api[-_]?key|private[-_]?key|credential';
/** A key and its value on one line of YAML, JSON, properties, or of a diff of them. */
const pair = /^(?<head>[-+ ]?\s*(?:- )?["']?(?<key>[\w.-]+)["']?\s*[:=]\s*)(?<value>\S.*)$/;
const secretKey = new RegExp(`(?:${words})`, 'i');
/** What a key says that only names a secret. */
const reference = /(?:names?|refs?|paths?|files?|mounts?|url|ttl|store|class|provider)$/i;
const keyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[\dA-Z]{16}\b|\bgh[pousr]_\w{30,}|\bglpat-[\w-]{20,}/;
/** No value, a number, or the place of one that is filled in later. */
const harmless =
  /^["']?(?:true|false|null|~|\d+|\$\{.*\}|\{\{.*\}\}|[|>][-+]?|\[\]|\{\})["']?,?\s*(?:#.*)?$/i;

/** Whether a line holds what looks like a secret; `before` may name the variable whose value it is. */
function isSecretLine(line: string, before: string): boolean {
  const { key = '', value = '' } = pair.exec(line)?.groups ?? {};
  const isOfSecret = key === 'value' && secretKey.test(pair.exec(before)?.groups?.['value'] ?? '');
  const isSecret = isOfSecret || (secretKey.test(key) && !reference.test(key));
  return keyBlock.test(line) || (isSecret && value !== '' && !harmless.test(value.trim()));
}

/** Text, or a diff, with values that look like secrets masked. */
export function maskSecrets(text: string): string {
  return text
    .split('\n')
    .map((line, index, lines) =>
      isSecretLine(line, lines[index - 1] ?? '') ? (pair.exec(line)?.groups?.['head'] ?? '') + hidden : line,
    )
    .join('\n');
}

/** Whether a diff adds or takes away what looks like a secret. */
export function changesSecrets(diff: string): boolean {
  return diff
    .split('\n')
    .some(
      (line, index, lines) => /^[-+](?![-+]{2} )/.test(line) && isSecretLine(line, lines[index - 1] ?? ''),
    );
}
