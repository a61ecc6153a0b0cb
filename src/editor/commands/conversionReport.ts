import { t } from '../../base/l10n.js';
import type { ReportEntry } from '../../language/convert/conversion.js';
import type { ConversionResult } from '../../language/protocol.js';

/** How much could not be carried, in one sentence. */
export function conversionSummary({ report }: ConversionResult): string {
  const lost = report.filter(isLost).length;
  if (report.length === 0) return t('Everything is carried over.');
  return lost === 0
    ? t('Everything is carried over; the report says what to know.')
    : t('Not carried over: {0}. The report says what and why.', lost);
}

/** The report as a page: what is lost first, each thing with its place; `shown` shortens the name of a file. */
export function conversionReport(
  { files, report }: ConversionResult,
  shown: (path: string) => string,
): string {
  const file = (uri: string): string => {
    const path = shown(decodeURIComponent(new URL(uri).pathname));
    return code(path);
  };
  const sections: readonly [string, readonly ReportEntry[]][] = [
    [t('Not carried over'), report.filter(isLost)],
    [t('Good to know'), report.filter((entry) => !isLost(entry))],
  ];
  return [
    `# ${t('Conversion report')}`,
    '',
    ...files.map(({ uri, isNew }) => `- ${isNew ? t('New: {0}', file(uri)) : t('Changed: {0}', file(uri))}`),
    ...sections.flatMap(([heading, entries]) =>
      entries.length === 0 ? [] : ['', `## ${heading}`, '', ...entries.map((entry) => line(entry, file))],
    ),
    '',
  ].join('\n');
}

function line({ source, line: number, path, reason }: ReportEntry, file: (uri: string) => string): string {
  const place = path === '' ? '' : ` ${code(path)}`;
  return `- ${file(source)}:${number + 1}${place}: ${reason}`;
}

function isLost({ severity }: ReportEntry): boolean {
  return severity === 'error' || severity === 'warning';
}

/** Text that stays as it is, whatever is in it. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  const pad = fence === '`' ? '' : ' ';
  return `${fence}${pad}${text}${pad}${fence}`;
}
