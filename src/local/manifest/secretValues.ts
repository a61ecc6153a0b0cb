import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { secretsFile } from '../releases/sourceFiles.js';
import { member, scalar } from './json.js';

/** Values of secrets by key (`payments/stripe`) or key and property (`payments/stripe.api_key`). */
export type SecretValues = (key: string) => string | undefined;

/** Reads `.platform/secrets.local.yaml` of a folder and of those above it up to `top`; the nearest value counts. */
export async function readSecretValues(
  folder: string | undefined,
  top: string | undefined,
): Promise<SecretValues> {
  const files: unknown[] = [];
  for (let at = folder; at !== undefined; at = parentUpTo(at, top)) {
    files.push(await readYaml(path.join(at, ...secretsFile.split('/'))));
  }
  return (key) => {
    for (const file of files) {
      const direct = scalar(member(file, key));
      if (direct !== undefined) return direct;
      const dot = key.lastIndexOf('.');
      const nested =
        dot < 0 ? undefined : scalar(member(member(file, key.slice(0, dot)), key.slice(dot + 1)));
      if (nested !== undefined) return nested;
    }
    return undefined;
  };
}

export function parentUpTo(folder: string, top: string | undefined): string | undefined {
  const parent = path.dirname(folder);
  return top === undefined || folder === top || parent === folder ? undefined : parent;
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
