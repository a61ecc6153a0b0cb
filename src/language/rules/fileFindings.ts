import { t } from '../../base/l10n.js';
import { limits } from '../documents/limits.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { documentFindings, outlineFindings, tooDeepMessage } from './documentFindings.js';
import { shifted, type Finding } from './finding.js';

/** What the text of a file tells, with offsets in the file, in the order of the text. */
export function fileFindings(file: ManifestFile, isOurs: boolean): readonly Finding[] {
  if (file.extent === 'refused') return [refusal(file)];
  const findings: Finding[] = [];
  if (file.extent === 'outline') findings.push(outlineOnly());
  let nodes = 0;
  for (const { offset, document } of file.documents) {
    const isMeant = isOurs && !(file.documents.length > 1 && isStray(document));
    const own = file.extent === 'full' ? documentFindings(document, isMeant) : outlineFindings(document);
    for (const finding of own) findings.push(shifted(finding, offset));
    if (file.extent === 'outline') continue;
    nodes += document.plain.nodes;
    if (nodes <= limits.nodes) continue;
    if (document.plain.problem) break;
    findings.push({
      start: offset,
      end: offset,
      code: 'document/too-large',
      severity: 'error',
      message: t(
        'This file has more than {0} values: from here on it is not checked. Split it.',
        limits.nodes,
      ),
    });
    break;
  }
  return findings.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A document beside others that has none of the keys that ours have: another tool's. */
function isStray({ map }: YamlDocument): boolean {
  return map !== undefined && !['apiVersion', 'kind', 'metadata', 'spec'].some((key) => key in map);
}

/** The first of them up to the limit, and one that counts the rest. */
export function limited(findings: readonly Finding[]): readonly Finding[] {
  const rest = findings.length - limits.diagnostics;
  if (rest <= 0) return findings;
  const first = findings.slice(0, limits.diagnostics);
  const { start, end } = first.at(-1) ?? { start: 0, end: 0 };
  const message = t('This file has {0} more findings. Mend the first ones to see them.', rest);
  return [...first, { start, end, code: 'document/too-many-findings', severity: 'information', message }];
}

function refusal(file: ManifestFile): Finding {
  if (file.tooDeepAt !== undefined) {
    const { tooDeepAt: start } = file;
    return { start, end: start + 1, code: 'document/too-deep', severity: 'error', message: tooDeepMessage() };
  }
  const message = t('This file is larger than 2 MB and is not read. Split it.');
  return { start: 0, end: 0, code: 'document/too-large', severity: 'error', message };
}

export function outlineOnly(): Finding {
  return {
    start: 0,
    end: 0,
    code: 'document/too-large',
    severity: 'warning',
    message: t('This file is larger than 1 MB: only its syntax is checked. Split it.'),
  };
}
