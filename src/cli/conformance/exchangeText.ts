import type { Exchange } from '../../conformance/exchange.js';
import { t } from '../../base/l10n.js';

const maxBody = 2_000;
const maxLines = 20;
/** Headers that say nothing about a fault. */
const plainHeaders = new Set(
  'user-agent accept-encoding connection date keep-alive transfer-encoding content-length server'.split(' '),
);

/** A request and its answer for a person, line by line. What came from the server cannot move the cursor. */
export function exchangeText(exchange: Exchange): string[] {
  const { method, target, status, requestHeaders, headers, requestBody, body } = exchange;
  const answer = status === 0 ? [`< ${t('no answer')}`] : [`< ${status}`, ...headerLines('<', headers)];
  return [
    `> ${method} ${target}`,
    ...headerLines('>', requestHeaders),
    ...bodyLines('>', requestBody ?? ''),
    ...answer,
    ...bodyLines('<', body),
  ];
}

function headerLines(mark: string, headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !plainHeaders.has(name))
    .map(([name, value]) => `${mark} ${harmless(`${name}: ${value}`)}`);
}

function bodyLines(mark: string, body: string): string[] {
  if (body.trim() === '') return [];
  const shown = body.trimEnd().slice(0, maxBody).split('\n').slice(0, maxLines);
  const lines = shown.map((line) => `${mark}   ${harmless(line)}`);
  const isWhole = shown.join('\n').length === body.trimEnd().length;
  return isWhole ? lines : [...lines, `${mark}   ${t('… {0} characters in all', body.length)}`];
}

function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
