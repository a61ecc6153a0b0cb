import { t } from '../../base/l10n.js';
import type { Report, Result } from '../../conformance/conformance.js';
import { levels, type Level } from '../../conformance/check.js';
import { oneLine } from '../oneLine.js';
import { xmlText } from '../xmlText.js';
import { exchangeText } from './exchangeText.js';

export function departuresOf({ results }: Report): readonly Result[] {
  return results.filter(({ outcome }) => outcome === 'departs');
}

/** The levels that were judged, each with whether everything applicable held, and something was really deployed. */
export function levelsHeld(report: Report): Readonly<Partial<Record<Level, boolean>>> {
  const judged = levels.slice(0, levels.indexOf(report.level) + 1);
  const failed = new Set(departuresOf(report).map(({ level }) => level));
  const deployed = report.results.find(({ id }) => id === 'deploy/succeeds')?.outcome === 'holds';
  if (!deployed) failed.add('deploy');
  return Object.fromEntries(
    judged.map((level, index) => [level, judged.slice(0, index + 1).every((each) => !failed.has(each))]),
  );
}

/** One line for a check, as it ends. */
export function resultLine({ id, outcome, proves, message }: Result): string {
  switch (outcome) {
    case 'holds':
      return `✓ ${id}`;
    case 'not-applicable':
      return `- ${id}: ${oneLine(message ?? '')}`;
    case 'departs':
      return `✗ ${id}: ${proves}\n  ${oneLine(message ?? '')}`;
  }
}

/** The end of the report for a person: what departs, with what was sent and answered, and the sum. */
export function textSummary(report: Report, verbose: boolean): string {
  const departures = departuresOf(report);
  const count = (outcome: Result['outcome']): number =>
    report.results.filter((result) => result.outcome === outcome).length;
  const details = departures.flatMap(({ id, proves, message, exchanges = [] }) => [
    '',
    `${id}: ${proves}`,
    `  ${oneLine(message ?? '')}`,
    ...exchanges.flatMap((exchange) => ['', ...exchangeText(exchange).map((line) => `    ${line}`)]),
  ]);
  const skipped = count('not-applicable');
  const hint = skipped > 0 && !verbose ? ` ${t('--verbose says why.')}` : '';
  const held = Object.entries(levelsHeld(report)).map(([level, holds]) =>
    holds ? t('Level {0}: holds.', level) : t('Level {0}: does not hold.', level),
  );
  return [
    ...details,
    '',
    `${t('{0} checks hold, {1} do not, {2} do not apply.', count('holds'), departures.length, skipped)}${hint}`,
    held.join(' '),
    '',
  ].join('\n');
}

/** `{url, level, levels, summary, results}`; results as the kit gives them. */
export function jsonReport(report: Report): string {
  const count = (outcome: Result['outcome']): number =>
    report.results.filter((result) => result.outcome === outcome).length;
  const summary = {
    holds: count('holds'),
    departs: count('departs'),
    notApplicable: count('not-applicable'),
  };
  const { url, level, results } = report;
  return `${JSON.stringify({ url, level, levels: levelsHeld(report), summary, results })}\n`;
}

/** JUnit XML: a suite for each level, a test for each check. */
export function junitReport(report: Report): string {
  const judged = levels.slice(0, levels.indexOf(report.level) + 1);
  const total = report.results.length;
  const attributes = `name="golden-path conformance" tests="${total}" failures="${departuresOf(report).length}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    ...judged.map((level) =>
      suite(
        level,
        report.results.filter((result) => result.level === level),
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(level: Level, results: readonly Result[]): string {
  const count = (outcome: Result['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  return [
    `  <testsuite name="${level}" tests="${results.length}" failures="${count('departs')}" errors="0" skipped="${count('not-applicable')}">`,
    ...results.map(testcase),
    '  </testsuite>',
  ].join('\n');
}

function testcase({ id, level, outcome, proves, message = '', exchanges = [], durationMs }: Result): string {
  const open = `    <testcase name="${xmlText(id)}" classname="conformance.${level}" time="${(durationMs / 1000).toFixed(3)}"`;
  if (outcome === 'holds') return `${open}/>`;
  if (outcome === 'not-applicable') {
    return `${open}><skipped message="${xmlText(message)}"/></testcase>`;
  }
  const text = [proves, message, ...exchanges.flatMap((exchange) => ['', ...exchangeText(exchange)])];
  return `${open}><failure type="${xmlText(id)}" message="${xmlText(message)}">${xmlText(text.join('\n'))}</failure></testcase>`;
}
