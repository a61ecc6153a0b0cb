import type { Diagnostic } from 'vscode-languageserver-types';
import { severityNames, type Severity } from '../../language/rules/finding.js';

/** A finding as it is printed: 1-based, columns in UTF-16 units, the end exclusive. */
export interface CheckDiagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** A manifest and what was found in it. */
export interface CheckedFile {
  /** As it was named, or below the folder that was named, with `/`. */
  readonly shown: string;
  readonly text: string;
  readonly diagnostics: readonly CheckDiagnostic[];
}

/** What a check found. */
export interface CheckReport {
  readonly files: readonly CheckedFile[];
  /** Files that `--fix` changed; absent without it. */
  readonly fixed?: readonly string[];
}

/** What a form of output needs besides the findings. */
export interface ReportContext {
  /** Absolute: relative names count from here. */
  readonly cwd: string;
  /** Milliseconds that the check took. */
  readonly durationMs: number;
  readonly version: string;
  /** Where the package keeps its pages; `undefined` where it has none. */
  readonly docsFolder?: string | undefined;
}

export type Reporter = (report: CheckReport, context: ReportContext) => string;

export function toCheckDiagnostic(
  file: string,
  { range, severity, code, message }: Diagnostic,
): CheckDiagnostic {
  return {
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    severity: severityNames[(severity ?? 1) - 1] ?? 'error',
    code: String(code),
    message: typeof message === 'string' ? message : message.value,
  };
}

export function diagnosticsOf({ files }: CheckReport): readonly CheckDiagnostic[] {
  return files.flatMap(({ diagnostics }) => diagnostics);
}

export function count(report: CheckReport, severity: Severity): number {
  return diagnosticsOf(report).filter((found) => found.severity === severity).length;
}
