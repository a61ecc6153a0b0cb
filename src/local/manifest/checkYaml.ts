import { parseAllDocuments } from 'yaml';
import type { FieldError } from '../../model/problem.js';
import { member } from './json.js';
import { checkServiceManifest } from './serviceManifest.js';

/** What this platform would refuse in a manifest: its syntax, and what it cannot run without. */
export function checkYaml(yaml: string): readonly FieldError[] {
  return parseAllDocuments(yaml).flatMap((document): readonly FieldError[] => {
    if (document.errors.length > 0) {
      return document.errors.map((error) => ({
        pointer: '',
        detail: error.message,
        code: 'yaml/syntax',
        severity: 'Error',
      }));
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (member(value, 'kind') !== 'Service') return [];
    return checkServiceManifest(value).map((fault) => ({ ...fault, severity: 'Error' }));
  });
}
