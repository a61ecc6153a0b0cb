import { t } from '../../base/l10n.js';
import { el, type Child, type View } from '../charts/view.js';
import type { Part, Standing } from './model.js';

/** A heading and what belongs to it. Its place does not change while it is read, so nothing jumps. */
export function section(id: string, title: string, ...children: readonly Child[]): View {
  return el(
    'section',
    { 'data-key': id, 'aria-labelledby': `${id}-title` },
    el('h2', { id: `${id}-title` }, title),
    ...children,
  );
}

/** A section whose content was read by itself: says in its own place that it is read, refused or not offered. */
export function partSection<T>(
  id: string,
  title: string,
  part: Part<T>,
  draw: (value: T) => Child,
  absent: string,
): View {
  switch (part.state) {
    case 'loading':
      return section(id, title, el('p', { class: 'waiting', 'aria-busy': 'true' }, t('Reading…')));
    case 'absent':
      return section(id, title, quiet(absent));
    case 'failed':
      return section(id, title, notice(part.message, 'error'));
    case 'ready':
      return section(id, title, part.stale !== undefined && quiet(part.stale), draw(part.value));
  }
}

/** A sentence of less weight. */
export function quiet(text: Child): View {
  return el('p', { class: 'quiet' }, text);
}

/** A name; pointing at it tells what it stands for, e.g. an entity reference. */
export function named(name: string, reference: string | undefined): View | string {
  return reference === undefined || reference === name ? name : el('span', { title: reference }, name);
}

/** A time in one line, however narrow its column. */
export function moment(time: string): Child {
  return time !== '' && el('span', { class: 'whole' }, time);
}

export function notice(text: string, tone: 'info' | 'error', ...more: readonly Child[]): View {
  const isGrave = tone === 'error';
  const sign = isGrave && el('span', { class: 'sign', 'aria-hidden': 'true' }, '✕ ');
  return el('div', { class: isGrave ? 'notice error' : 'notice' }, el('p', {}, sign, text), ...more);
}

/** What a person can press; `tell` and `value` go to the extension. */
export function button(
  label: string,
  tell: string,
  value: Readonly<Record<string, unknown>> = {},
  look: { readonly quiet?: boolean; readonly spoken?: string } = {},
): View {
  return el(
    'button',
    {
      type: 'button',
      class: look.quiet === true ? 'secondary' : undefined,
      'data-tell': tell,
      'data-value': JSON.stringify(value),
      'aria-label': look.spoken,
    },
    label,
  );
}

/** An address that the editor opens in the browser; what is no web address stays text. */
export function link(url: string | undefined, label: string): View | string {
  return url !== undefined && /^https?:\/\//i.test(url) ? el('a', { href: url }, label) : label;
}

/** The page's first lines: what it is of, when it was true, and what is the matter. */
export function header(
  title: string | View,
  facts: readonly (string | View | undefined)[],
  standing: Standing,
  asOf: string | undefined,
  ...actions: readonly Child[]
): View {
  const said = facts
    .filter((fact) => fact !== undefined && fact !== '')
    .flatMap((fact, index) => (index === 0 ? [fact] : [' · ', fact]));
  const grave = ['offline', 'forbidden', 'unauthenticated', 'failed', 'gone'].includes(standing.state);
  return el(
    'header',
    { 'data-key': 'header' },
    el('h1', {}, title),
    said.length > 0 && quiet(said),
    el(
      'p',
      { class: 'quiet stamp' },
      asOf === undefined ? t('Not read yet.') : t('As of {0}', asOf),
      ' ',
      button(t('Reload'), 'reload', {}, { quiet: true }),
      ...actions,
    ),
    el(
      'div',
      { role: 'status', class: 'standing' },
      standing.message !== undefined &&
        notice(
          standing.message,
          grave ? 'error' : 'info',
          standing.state === 'unauthenticated' && button(t('Sign In…'), 'signIn'),
        ),
    ),
  );
}

/** Figures with their names and what they mean. */
export function figures(
  items: readonly { readonly name: string; readonly value: string; readonly meaning: string }[],
): View {
  return el(
    'dl',
    { class: 'figures' },
    items.map(({ name, value, meaning }) =>
      el(
        'div',
        { 'data-key': name },
        el('dt', {}, name),
        el('dd', { class: 'value' }, value),
        el('dd', { class: 'quiet' }, meaning),
      ),
    ),
  );
}

/** A word with a shape and a colour: what it says never hangs on the colour. */
export function badge(word: string, tone: 'good' | 'warn' | 'bad' | 'muted'): View {
  const sign = { good: '✓', warn: '!', bad: '✕', muted: '–' }[tone];
  return el('span', { class: `badge ${tone}` }, el('span', { 'aria-hidden': 'true' }, `${sign} `), word);
}
