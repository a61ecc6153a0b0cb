import { chmod, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { secretsFile } from '../releases/sourceFiles.js';
import type { Place } from '../runtime/runtime.js';
import { writeFileAtomically } from '../store/stateFile.js';
import type { SecretHome } from './rotation.js';
import type { SecretVault } from './secretVault.js';

/** The untracked file beside a service; comments and other values of it stay as they are. */
export function fileHome(folder: string, key: string): SecretHome {
  const file = path.join(folder, ...secretsFile.split('/'));
  return {
    async write(value) {
      const before = await readFile(file, 'utf8').catch(() => '');
      const document = parseDocument(before);
      const dot = key.lastIndexOf('.');
      const nested = dot > 0 && document.hasIn([key.slice(0, dot), key.slice(dot + 1)]);
      if (nested) document.setIn([key.slice(0, dot), key.slice(dot + 1)], value);
      else document.set(key, value);
      await mkdir(path.dirname(file), { recursive: true });
      writeFileAtomically(file, document.toString());
      await chmod(file, 0o600);
      return () => writeFileAtomically(file, before);
    },
  };
}

/** The platform's own keeping, for one service and environment. */
export function vaultHome(vault: SecretVault, place: Place, variable: string): SecretHome {
  return {
    write(value, { caller }) {
      const before = vault.find(place, variable);
      vault.set(place, variable, { value, updatedAt: new Date().toISOString(), updatedBy: caller.actor });
      return () => vault.set(place, variable, before);
    },
  };
}
