import { parseCron, canFire } from '../../language/schedule/cron.js';
import { durationSeconds } from '../../language/schedule/duration.js';
import { nextRuns } from '../../language/schedule/nextRuns.js';
import { fullRef } from '../identity/entityRef.js';
import { at, entries, member, text, texts, type JsonObject } from '../manifest/json.js';

/** A time in which changes are refused (Deny), or the only time in which they are allowed (Allow). */
export interface FreezeWindow {
  readonly name: string;
  readonly title: string;
  readonly kind: 'Deny' | 'Allow';
  /** Absent: everywhere. */
  readonly environments?: readonly string[];
  readonly tiers?: readonly string[];
  readonly labels: readonly (readonly [string, unknown])[];
  /** Kinds of change that it is about. */
  readonly actions: readonly string[];
  readonly overrideBy: readonly string[];
  readonly overrideNeedsReason: boolean;
  /** The spans that touch a time or lie after it, in ms since 1970, earliest first; at most eight. */
  spans(from: number): readonly Span[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The windows that documents declare. One that cannot be read is left out: the editor tells what is wrong in it. */
export function freezeWindows(documents: readonly JsonObject[]): readonly FreezeWindow[] {
  return documents.filter(({ kind }) => kind === 'FreezeWindow').flatMap((document) => readWindow(document));
}

function readWindow(document: JsonObject): FreezeWindow[] {
  const name = text(at(document, 'metadata', 'name'));
  const spec = member(document, 'spec');
  const spans = spansOf(spec);
  if (name === undefined || !spans) return [];
  const environments = member(spec, 'environments');
  const tiers = at(spec, 'serviceSelector', 'tiers');
  const actions = member(spec, 'actions');
  return [
    {
      name,
      title: text(at(document, 'metadata', 'title')) ?? name,
      kind: member(spec, 'kind') === 'Allow' ? 'Allow' : 'Deny',
      ...(environments !== undefined && { environments: texts(environments) }),
      ...(tiers !== undefined && { tiers: texts(tiers) }),
      labels: entries(at(spec, 'serviceSelector', 'matchLabels')),
      actions: actions === undefined ? ['Deploy', 'Promote'] : texts(actions),
      overrideBy: texts(at(spec, 'override', 'allowedBy')).map((reference) => fullRef(reference)),
      overrideNeedsReason: at(spec, 'override', 'requireReason') !== false,
      spans,
    },
  ];
}

function spansOf(spec: unknown): ((from: number) => readonly Span[]) | undefined {
  const start = Date.parse(text(member(spec, 'start')) ?? '');
  const end = Date.parse(text(member(spec, 'end')) ?? '');
  if (end > start) return (from) => (end > from ? [{ start, end }] : []);
  const seconds = durationSeconds(member(spec, 'duration'));
  const cron = parseCron(text(member(spec, 'cron')) ?? '');
  const timeZone = text(member(spec, 'timeZone')) ?? 'Etc/UTC';
  if (seconds === undefined || seconds === 0 || 'part' in cron || !canFire(cron) || !isTimeZone(timeZone)) {
    return undefined;
  }
  const length = seconds * 1_000;
  return (from) =>
    merged(nextRuns(cron, timeZone, from - length, 64).map((run) => ({ start: run, end: run + length })));
}

/** Runs that touch are one span: "every hour for two hours" never ends. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span.start <= last.end) result[result.length - 1] = { start: last.start, end: span.end };
    else result.push(span);
  }
  return result.slice(0, 8);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
