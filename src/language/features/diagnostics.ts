import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  Range,
} from 'vscode-languageserver-types';
import { limits } from '../documents/limits.js';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import type { PlatformCheck } from '../platformCheck/platformCheck.js';
import type { LanguagePorts } from '../ports.js';
import { familyOf, rulePage } from '../rules/codes.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import { fileFindings, limited, outlineOnly } from '../rules/fileFindings.js';
import { shifted, type Finding, type FindingTag, type Severity } from '../rules/finding.js';
import { withoutSuppressed } from '../rules/suppression/suppression.js';
import { surroundingsRules } from '../rules/surroundingsRules.js';
import { standardSettings, type LanguageSettings } from '../settings.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
};

const tags: Readonly<Record<FindingTag, DiagnosticTag>> = { unnecessary: 1, deprecated: 2 };

/** What is found by others than the rules. */
export interface MoreFindings {
  readonly platform?: PlatformCheck;
  /** About the schemas of the file. */
  readonly about?: readonly Finding[];
}

/** All that is wrong with a file, as LSP shows it. */
export async function diagnostics(
  file: ManifestFile,
  isOurs: boolean,
  ports: LanguagePorts,
  more: MoreFindings = {},
): Promise<Diagnostic[]> {
  // What is on disk is read while the file itself is checked.
  const reading = surroundingFindings(file, isOurs, ports);
  const inFile = fileFindings(file, isOurs);
  const own = [...(more.about ?? []), ...inFile, ...(await reading)];
  const found = [...own, ...(more.platform?.findings(file, own) ?? [])].sort((a, b) => a.start - b.start);
  const chosen = withSettings(found, ports.settings?.(file.source.uri) ?? standardSettings);
  return limited(chosen).map((finding) => toDiagnostic(file.source, finding, ports.docsBase));
}

/** Findings as grave as the settings say; without those of rules that are off. */
function withSettings(findings: readonly Finding[], { rules }: LanguageSettings): readonly Finding[] {
  if (Object.keys(rules).length === 0) return findings;
  return findings.flatMap((finding) => {
    const named = [finding.code, familyOf(finding.code)].find((code) => Object.hasOwn(rules, code));
    const severity = named === undefined ? undefined : rules[named];
    if (severity === 'off') return [];
    return severity === undefined ? [finding] : [{ ...finding, severity }];
  });
}

/** The finding that a file is too large for full service, before it is parsed. */
export function sizeNotice(source: TextDocument, ports: LanguagePorts): Diagnostic[] {
  const { length } = source.getText();
  if (length <= limits.fullService || length > limits.outline) return [];
  return [toDiagnostic(source, outlineOnly(), ports.docsBase)];
}

function toDiagnostic(source: TextDocument, finding: Finding, docsBase: string | undefined): Diagnostic {
  const href = docsBase && `${docsBase.replace(/\/$/, '')}/rules/${rulePage(finding.code)}`;
  const related = relatedPlaces(source, finding);
  return {
    range: rangeOf(source, finding),
    severity: severities[finding.severity],
    code: finding.code,
    source: 'golden-path',
    message: finding.message,
    ...(href && { codeDescription: { href } }),
    ...(finding.data && { data: finding.data }),
    ...(finding.tags && { tags: finding.tags.map((tag) => tags[tag]) }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

function relatedPlaces(
  source: TextDocument,
  { related, distant = [] }: Finding,
): DiagnosticRelatedInformation[] {
  const here = related && [
    { location: { uri: source.uri, range: rangeOf(source, related) }, message: related.message },
  ];
  return [
    ...(here ?? []),
    ...distant.map(({ uri, range, message }) => ({ location: { uri, range }, message })),
  ];
}

function rangeOf(source: TextDocument, { start, end }: Span): Range {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}

/** What the rules that look beyond a document find, with offsets in the file. */
async function surroundingFindings(
  file: ManifestFile,
  isOurs: boolean,
  given: LanguagePorts,
): Promise<readonly Finding[]> {
  if (file.extent !== 'full') return [];
  const ports = { ...given, files: given.recentFiles ?? given.files };
  const workspace = ports.workspace?.documents();
  const found = file.documents.map(async ({ offset, document }, index) => {
    const recognition = recogniseDocument(document, isOurs);
    if (recognition.is !== 'known' || document.tree.errors.length > 0 || document.plain.problem) return [];
    const around = { uri: file.source.uri, index, ports, workspace };
    const { kind } = recognition;
    const findings = await Promise.all(surroundingsRules.map((rule) => rule(document, kind, around)));
    return withoutSuppressed(findings.flat(), document).map((finding) => shifted(finding, offset));
  });
  return (await Promise.all(found)).flat();
}
