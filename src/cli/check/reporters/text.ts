import { t } from '../../../base/l10n.js';
import { oneLine } from '../../oneLine.js';
import { count, diagnosticsOf, type Reporter } from '../report.js';

/** For people: a line a finding, and one that counts. */
export const textReport: Reporter = (report) => {
  const diagnostics = diagnosticsOf(report);
  const lines = diagnostics.map(({ file, line, column, severity, code, message }) =>
    oneLine(`${file}:${line}:${column} ${severity} ${message} [${code}]`),
  );
  const files = report.files.length;
  const errors = count(report, 'error');
  const others = diagnostics.length - errors;
  const checked = files === 1 ? t('1 manifest checked') : t('{0} manifests checked', files);
  const found = errors === 1 ? t('1 error') : t('{0} errors', errors);
  const besides = others === 1 ? t('1 other finding') : t('{0} other findings', others);
  return `${[...lines, t('{0}: {1}, {2}.', checked, found, besides)].join('\n')}\n`;
};
