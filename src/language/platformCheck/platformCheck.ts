import { t } from '../../base/l10n.js';
import { lookup, pointerPath } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { ownSection } from '../documents/sections.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { teamSettings } from '../kinds/kinds.js';
import type { ManifestCheckPort } from '../ports.js';
import { isCheckCode } from '../rules/codes.js';
import { keySpan, valueSpan } from '../rules/context.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import { shifted, type Finding, type Severity } from '../rules/finding.js';
import { withoutSuppressed } from '../rules/suppression/suppression.js';
import type { FieldError } from '../../model/problem.js';

/** Files whose answers are remembered. */
const mostRemembered = 64;

/** What was answered, by the text of the document that was asked about. */
type Answers = Map<string, readonly FieldError[]>;

/**
 * What the platform itself says of manifests. Each document is asked about on its own, and the answer holds for just
 * the text that was asked about: when it is edited, the answer is no longer shown until it is asked for again.
 */
export class PlatformCheck {
  readonly #port: ManifestCheckPort | undefined;
  /** By file. */
  readonly #answers = new Map<string, Answers>();

  constructor(port: ManifestCheckPort | undefined) {
    this.#port = port;
  }

  /** Asks about every document of a file that is sound by itself; tells whether there is anything new to show. */
  async ask(file: ManifestFile, isOurs: boolean): Promise<boolean> {
    const port = this.#port;
    if (!port || file.extent !== 'full') return false;
    const documents = file.documents.map(({ document }) => ({ document, text: ownSection(document).text }));
    const answers = this.#remember(
      file.source.uri,
      documents.map(({ text }) => text),
    );
    const asked = documents.map(async ({ document, text }) => {
      if (!isAskable(document, isOurs)) return false;
      const answer = await port.check(text, document.map);
      if (!answer) return false;
      answers.set(text, answer);
      return true;
    });
    return (await Promise.all(asked)).includes(true);
  }

  /** What is known of the documents as they are now, with offsets in the file; what is found already is not repeated. */
  findings(file: ManifestFile, found: readonly Finding[]): readonly Finding[] {
    const answers = this.#answers.get(file.source.uri);
    if (!answers?.size) return [];
    return file.documents.flatMap(({ document, offset }) => {
      const answer = answers.get(ownSection(document).text) ?? [];
      const told = answer
        .map((fault) => ({ fault, finding: findingOf(document, fault) }))
        .filter(({ fault, finding }) => !isRepeated(shifted(finding, offset), fault, found));
      const findings = told.map(({ finding }) => finding);
      return withoutSuppressed(findings, document).map((finding) => shifted(finding, offset));
    });
  }

  /** What is known of a file is what is known of the texts that it has now. */
  #remember(uri: string, texts: readonly string[]): Answers {
    const known = this.#answers.get(uri);
    const answers: Answers = new Map();
    for (const text of texts) {
      const answer = known?.get(text);
      if (answer) answers.set(text, answer);
    }
    this.#answers.delete(uri);
    this.#answers.set(uri, answers);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostRemembered && oldest !== undefined) this.#answers.delete(oldest);
    return answers;
  }
}

function isAskable(document: YamlDocument, isOurs: boolean): boolean {
  if (document.tree.errors.length > 0 || document.plain.problem) return false;
  const recognition = recogniseDocument(document, isOurs);
  return recognition.is === 'known' && recognition.kind !== teamSettings;
}

const severities: Readonly<Record<string, Severity>> = {
  Error: 'error',
  Warning: 'warning',
  Info: 'information',
  Hint: 'hint',
};

function findingOf(
  document: YamlDocument,
  { pointer, detail, code, severity = 'Error' }: FieldError,
): Finding {
  const asked = pointerPath(pointer);
  const path = nearestPath(document, asked);
  const span = path.length === 0 ? keySpan(document, path) : valueSpan(document, path);
  const grave = severities[severity] ?? 'warning';
  // A check of a scorecard is a rule by its own name: it has a page, a severity, an off switch and fixes.
  if (code !== undefined && isCheckCode(code)) {
    const message = t('The platform: {0}', detail);
    return {
      ...span,
      code,
      severity: grave,
      message,
      ...(path.length < asked.length && { data: { absent: asked } }),
    };
  }
  const message =
    code === undefined ? t('The platform: {0}', detail) : t('The platform: {0} ({1})', detail, code);
  return { ...span, code: 'platform/check', severity: grave, message };
}

/** The longest part of a path that the document has: what is missing shows at what it is missing in. */
function nearestPath(document: YamlDocument, path: readonly string[]): readonly string[] {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    if (lookup(document, part)) return part;
  }
  return [];
}

/** A platform may run the same checks: one fault is told once, by us. */
function isRepeated(finding: Finding, fault: FieldError, found: readonly Finding[]): boolean {
  return found.some(
    ({ code, start, message }) =>
      (code === fault.code && (start === finding.start || isCheckCode(code))) || message === fault.detail,
  );
}
