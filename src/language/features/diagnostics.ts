import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, DiagnosticSeverity, Range } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import { limits } from '../documents/limits.js';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { containedUri } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';
import type { LanguagePorts } from '../ports.js';
import { valueSpan } from '../rules/context.js';
import { rulePage } from '../rules/codes.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import { fileFindings, limited, outlineOnly } from '../rules/fileFindings.js';
import { shifted, type Finding, type Severity } from '../rules/finding.js';
import { withoutSuppressed } from '../rules/suppression.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
};

/** All that is wrong with a file, as LSP shows it. */
export async function diagnostics(
  file: ManifestFile,
  isOurs: boolean,
  ports: LanguagePorts,
): Promise<Diagnostic[]> {
  const missing = await missingScoreFiles(file, isOurs, ports);
  const found = [...fileFindings(file, isOurs), ...missing].sort((a, b) => a.start - b.start);
  return limited(found).map((finding) => toDiagnostic(file.source, finding, ports.docsBase));
}

/** The finding that a file is too large for full service, before it is parsed. */
export function sizeNotice(source: TextDocument, ports: LanguagePorts): Diagnostic[] {
  const { length } = source.getText();
  if (length <= limits.fullService || length > limits.outline) return [];
  return [toDiagnostic(source, outlineOnly(), ports.docsBase)];
}

function toDiagnostic(source: TextDocument, finding: Finding, docsBase: string | undefined): Diagnostic {
  const href = docsBase && `${docsBase.replace(/\/$/, '')}/rules/${rulePage(finding.code)}`;
  const { related } = finding;
  return {
    range: rangeOf(source, finding),
    severity: severities[finding.severity],
    code: finding.code,
    source: 'golden-path',
    message: finding.message,
    ...(href && { codeDescription: { href } }),
    ...(finding.data && { data: finding.data }),
    ...(related && {
      relatedInformation: [
        { location: { uri: source.uri, range: rangeOf(source, related) }, message: related.message },
      ],
    }),
  };
}

function rangeOf(source: TextDocument, { start, end }: Span): Range {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}

/** `scoreFile` naming a file that is not there. Silent when that cannot be told. */
async function missingScoreFiles(
  file: ManifestFile,
  isOurs: boolean,
  ports: LanguagePorts,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (file.extent !== 'full') return findings;
  for (const { offset, document } of file.documents) {
    if (!document.text.includes('scoreFile')) continue;
    const recognition = recogniseDocument(document, isOurs);
    if (recognition.is !== 'known' || recognition.kind.name !== 'Service') continue;
    const named = asMap(asMap(document.map?.['spec'])?.['workload'])?.['scoreFile'];
    const uri = typeof named === 'string' ? containedUri(file.source.uri, named) : undefined;
    if (uri === undefined || !(await isMissing(uri, ports))) continue;
    const span = valueSpan(document, ['spec', 'workload', 'scoreFile']);
    const message = t(
      'There is no file “{0}” beside this manifest. Create it, or correct the name.',
      String(named),
    );
    const finding: Finding = { ...span, code: 'service/score-file-missing', severity: 'error', message };
    for (const kept of withoutSuppressed([finding], document.text)) {
      findings.push(shifted(kept, offset));
    }
  }
  return findings;
}

async function isMissing(uri: string, ports: LanguagePorts): Promise<boolean> {
  try {
    return (await ports.files.readText(uri)) === undefined;
  } catch {
    return false;
  }
}
