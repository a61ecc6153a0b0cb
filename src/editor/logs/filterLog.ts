import { t } from '../../base/l10n.js';
import type { CommandHandler } from '../commands/context.js';
import type { Choice, Prompts } from '../prompts.js';
import { logLevels } from './logEntry.js';
import { levelWords, type LogFilter } from './logFilter.js';
import { minutesBack, recentRanges, timeFrom } from './logRange.js';
import type { ServiceLog } from './serviceLog.js';

type Part = 'level' | 'text' | 'instance' | 'environment' | 'range' | 'all';

/** Asks which lines of the log in the active editor are shown: by level, text, instance, environment or time. */
export const filterLog: CommandHandler<'prompts' | 'logs'> = async ({ prompts, logs }, uri) => {
  const log = logs.active(uri);
  if (!log) return;
  const part = await prompts.pick<Part>({
    id: 'log.filter',
    title: t('Filter Log'),
    placeholder: t('Which lines are to be shown?'),
    choices: partsOf(log),
  });
  if (part === undefined) return;
  const change = await changeOf(part, log, prompts);
  if (change) log.show(merged(log.filter, change));
};

type Change = { readonly [Key in keyof LogFilter]?: LogFilter[Key] | undefined };

/** The filter after the change; `undefined` takes a part of it away. */
function merged(filter: LogFilter, change: Change): LogFilter {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function partsOf(log: ServiceLog): readonly Choice<Part>[] {
  const { filter, instances, source } = log;
  const all = t('all');
  const isFiltered = Object.keys(filter).length > 0;
  const [from, to] = [filter.from, filter.to].map((time) => (time === undefined ? '' : clock(time)));
  return [
    {
      label: t('Level…'),
      icon: 'warning',
      description: filter.level ? levelWords(filter.level) : all,
      value: 'level',
    },
    { label: t('Text…'), icon: 'search', description: filter.text ?? all, value: 'text' },
    ...(instances.length > 1
      ? [part('instance', t('Instance…'), 'server-process', filter.instance ?? all)]
      : []),
    ...(source.environments.length > 1
      ? [part('environment', t('Environment…'), 'globe', filter.environment ?? all)]
      : []),
    part('range', t('Time Range…'), 'clock', from || to ? `${from ?? ''} – ${to ?? ''}` : all),
    ...(isFiltered ? [part('all', t('Show All Lines'), 'clear-all', '')] : []),
  ];
}

function part(value: Part, label: string, icon: string, description: string): Choice<Part> {
  return { label, icon, description, value };
}

function clock(time: number): string {
  return new Date(time).toLocaleString();
}

async function changeOf(what: Part, log: ServiceLog, prompts: Prompts): Promise<Change | undefined> {
  switch (what) {
    case 'all':
      return Object.fromEntries(Object.keys(log.filter).map((key) => [key, undefined]));
    case 'level':
      return one('level', [...logLevels].reverse(), levelWords, log.filter, prompts);
    case 'instance':
      return one('instance', log.instances, (instance) => instance, log.filter, prompts);
    case 'environment':
      return one('environment', log.source.environments, (environment) => environment, log.filter, prompts);
    case 'text':
      return textChange(log, prompts);
    case 'range':
      return rangeChange(prompts);
  }
}

async function one<Value extends string>(
  key: 'level' | 'instance' | 'environment',
  values: readonly Value[],
  label: (value: Value) => string,
  { [key]: shown }: LogFilter,
  prompts: Prompts,
): Promise<Change | undefined> {
  const isShown = (value: string) => value === (shown ?? '') && { icon: 'check' };
  const picked = await prompts.pick<Value | ''>({
    id: `log.${key}`,
    title: t('Filter Log'),
    placeholder: t('Which lines are to be shown?'),
    choices: [
      { label: t('All Lines'), value: '', ...isShown('') },
      ...values.map((value) => ({ label: label(value), value, ...isShown(value) })),
    ],
  });
  return picked === undefined ? undefined : { [key]: picked === '' ? undefined : picked };
}

async function textChange({ filter }: ServiceLog, prompts: Prompts): Promise<Change | undefined> {
  const text = await prompts.input({
    id: 'log.text',
    title: t('Filter Log'),
    prompt: t('Only lines with this text; nothing for all. The editor’s Find searches without hiding lines.'),
    ...(filter.text !== undefined && { value: filter.text }),
  });
  if (text === undefined) return undefined;
  return { text: text === '' ? undefined : text };
}

async function rangeChange(prompts: Prompts): Promise<Change | undefined> {
  const now = Date.now();
  const from = await prompts.pick<number | 'all' | 'own'>({
    id: 'log.range',
    title: t('Filter Log'),
    placeholder: t('From when on?'),
    choices: [
      { label: t('Whole Log'), value: 'all' },
      ...recentRanges.map(({ minutes, label }) => ({ label: label(), value: minutesBack(minutes, now) })),
      { label: t('From … To …'), value: 'own' },
    ],
  });
  if (from === undefined) return undefined;
  if (from !== 'own') return { from: from === 'all' ? undefined : from, to: undefined };
  const begin = await timeAsked(
    'log.from',
    t('From when? 14:00 or 2026-11-21 14:00 by your clock, or a time as the lines have it'),
    prompts,
  );
  if (begin === undefined) return undefined;
  const end = await timeAsked('log.to', t('Until when? Nothing goes on following.'), prompts, begin);
  return end === undefined ? undefined : { from: begin || undefined, to: end || undefined };
}

/** 0 for an empty answer; else later than `after`. */
async function timeAsked(
  id: string,
  prompt: string,
  prompts: Prompts,
  after = 0,
): Promise<number | undefined> {
  const text = await prompts.input({
    id,
    title: t('Filter Log'),
    prompt,
    check: (value) => {
      if (value === '') return undefined;
      const time = timeFrom(value, Date.now());
      if (time === undefined) return t('Write a time like 14:00, 2026-11-21 14:00 or 2026-11-21T14:00:00Z.');
      return time > after ? undefined : t('The end must be after the beginning, {0}.', clock(after));
    },
  });
  if (text === undefined) return undefined;
  return text === '' ? 0 : timeFrom(text, Date.now());
}
