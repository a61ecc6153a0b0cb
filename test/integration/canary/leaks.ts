import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A text that must hold no secret, and what it is called. */
export type Captured = readonly [name: string, text: string];

/** Every file below a folder, but for the stores. Sockets and what vanishes are left out. */
export function filesBelow(folder: string, stores: readonly string[]): readonly Captured[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => !stores.includes(file))
    .flatMap((file): readonly Captured[] => {
      try {
        return statSync(file).isFile() ? [[file, readFileSync(file, 'latin1')]] : [];
      } catch {
        return [];
      }
    });
}

/** Where a secret is found, as it is or in a form that anybody can turn back. Never the secret itself. */
export function leaks(secrets: Iterable<string>, captured: readonly Captured[]): readonly string[] {
  const found: string[] = [];
  for (const secret of secrets) {
    const forms = {
      plain: secret,
      encoded: encodeURIComponent(secret),
      base64: Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      hex: Buffer.from(secret).toString('hex'),
    };
    for (const [name, text] of captured) {
      for (const [form, value] of Object.entries(forms)) {
        const at = text.indexOf(value);
        if (at >= 0) {
          found.push(`${name}: ${form}, after ${JSON.stringify(text.slice(Math.max(0, at - 120), at))}`);
        }
      }
    }
  }
  return found;
}
