import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The page of a rule, as the package brings it. */
export interface RulePage {
  readonly title: string;
  /** The first sentences. */
  readonly summary: string;
  /** All of it, in Markdown. */
  readonly text: string;
}

/** The pages of rules by code; those that have none are left out. */
export function rulePages(
  codes: readonly string[],
  docsFolder: string | undefined,
): ReadonlyMap<string, RulePage> {
  const pages = new Map<string, RulePage>();
  for (const code of codes) {
    const page =
      docsFolder === undefined || !/^[\w-]+\/[\w-]+$/.test(code) ? undefined : read(docsFolder, code);
    if (page) pages.set(code, page);
  }
  return pages;
}

function read(docsFolder: string, code: string): RulePage | undefined {
  const file = path.join(docsFolder, 'rules', `${code.replace('/', '--')}.md`);
  try {
    const text = readFileSync(file, 'utf8');
    const [heading = '', , first = ''] = text.split('\n\n');
    return {
      title: heading.replace(/^# /, '').trim(),
      summary: first.trim() || heading,
      text,
    };
  } catch {
    return undefined;
  }
}
