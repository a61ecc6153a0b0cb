/** Words that end the name of a variable with a secret. `_FILE`, `_NAME`, `_URL` and the like say where one is. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|SECRET_KEY|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)$/i;

/** The forms of well-known tokens and keys. */
const knownForms = [
  /^gh[pousr]_[A-Za-z0-9]{30,}$/,
  /^github_pat_\w{40,}$/,
  /^glpat-[\w-]{20,}$/,
  /^xox[abprs]-[\w-]{10,}$/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^AIza[\w-]{35}$/,
  /^sk_live_\w{16,}$/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/,
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
];

/** Words that stand for a value that is not there yet, or that anyone may know. */
const stand =
  /^(?:<.*>|\[.*\]|\*+|x+|\.+|-+|changeme|change[-_]?it|replace[-_]?me|todo|tbd|none|null|undefined|true|false|yes|no|on|off|example|placeholder|dummy|redacted|hidden|empty|test|your[-_ ].*)$/i;

/** Whether the value of a variable is a secret, most likely: by its form, by the variable's name, or by chance-like text. */
export function looksSecret(name: string, value: string): boolean {
  const text = value.trim();
  if (text === '' || /\$\{|\{\{|^\$[A-Za-z_]|^%/.test(text)) return false;
  if (knownForms.some((form) => form.test(text)) || hasPassword(text)) return true;
  if (stand.test(text)) return false;
  if (secretName.test(name)) return text.length >= 4 && !/^[/.~]|^https?:|\s|^\d{1,5}$/.test(text);
  return isRandom(text);
}

/** An address with a password in it. */
function hasPassword(text: string): boolean {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i.exec(text)?.[1];
  return password !== undefined && !stand.test(password);
}

const leastLength = 24;
/** Bits a character: words and paths stay below it, base64 and mixed tokens above. */
const leastEntropy = 4.1;

/** Long, of letters and digits in no order. Hexadecimal digests, UUIDs and names with separators are none. */
function isRandom(text: string): boolean {
  if (text.length < leastLength || !/^[A-Za-z0-9+/=_-]+$/.test(text)) return false;
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false;
  const words = text.split(/[-_/]|(?<=[a-z])(?=[A-Z])/).filter((word) => /^[A-Za-z][a-z]{2,}$/.test(word));
  const inWords = words.reduce((sum, word) => sum + word.length, 0);
  return inWords < text.length / 2 && entropy(text) >= leastEntropy;
}

/** Shannon's, in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
