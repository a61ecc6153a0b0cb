import type { Severity } from '../rules/severity.js';

/** What a manifest can become. */
export type ConversionTarget = 'service' | 'score';

/** A file to convert; several are read as one set of documents. */
export interface ConversionSource {
  readonly uri: string;
  readonly text: string;
  /** It is not converted itself, but may hold what belongs to what is: the Service of a Deployment, a ConfigMap. */
  readonly isContext?: boolean;
}

export interface ConvertedFile {
  /** A file name without folders. */
  readonly name: string;
  readonly text: string;
  /** Present when it takes the place of this source: what stays of it. */
  readonly replaces?: string;
}

/** Something that could not be carried, or was carried in another way. */
export interface ReportEntry {
  /** URI of the source. */
  readonly source: string;
  /** 0-based, in the source. */
  readonly line: number;
  /** JSON Pointer (RFC 6901) within its document; `''` for all of it. */
  readonly path: string;
  /** One sentence for a person. */
  readonly reason: string;
  /** `error`: nothing came of the document. `warning`: something is lost. Below that: worth knowing. */
  readonly severity: Severity;
}

export interface Conversion {
  readonly files: readonly ConvertedFile[];
  /** In the order of the sources. */
  readonly report: readonly ReportEntry[];
}
