import { t } from '../../base/l10n.js';
import type { DocumentFacts, Subject } from '../facts/documentFacts.js';
import type { Occurrence } from './occurrences.js';

/** Why something cannot be renamed, in one sentence for a person. */
export class RenameRefusal extends Error {
  override readonly name = 'RenameRefusal';
}

const label = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
const catalogueName = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const typeName = /^[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;

/** Refuses a name that the schema of a document that defines it would not take. */
export function checkName(name: string, subject: Subject, definitions: readonly Occurrence[]): void {
  const isCatalogued = definitions.every(({ facts }) => isCatalogue(facts)) && definitions.length > 0;
  if (isCatalogued) {
    if (catalogueName.test(name)) return;
    throw new RenameRefusal(
      t('Use up to 63 letters, digits, hyphens, underscores and dots; begin and end with a letter or digit.'),
    );
  }
  const isTypeWord = subject === 'resourceType' && definitions.length < 2;
  if ((isTypeWord ? typeName : label).test(name)) return;
  throw new RenameRefusal(
    t('Use 2 to 63 lower-case letters, digits and hyphens; begin and end with a letter or digit.'),
  );
}

function isCatalogue({ apiVersion }: DocumentFacts): boolean {
  return /^(?:scaffolder\.)?backstage\.io\//.test(apiVersion);
}

export function checkAnchorName(name: string, others: ReadonlySet<string>): void {
  if (!/^[^\s,[\]{}&*]+$/.test(name)) {
    throw new RenameRefusal(t('An anchor’s name has no spaces, commas, brackets, “&” or “*”.'));
  }
  if (others.has(name)) {
    throw new RenameRefusal(t('This document has an anchor “{0}” already. Choose another name.', name));
  }
}

const words = /^(?:~|null|true|false|yes|no|on|off|y|n)$/i;
const numberOrDate = /^(?:[-+]?\.?\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|0[xob][\da-f]+|\d{4}-\d\d?-\d\d?)$/i;

/** Whether YAML would read a plain name as something other than text, in version 1.1 or 1.2. */
export function needsQuotes(name: string): boolean {
  return words.test(name) || numberOrDate.test(name);
}
