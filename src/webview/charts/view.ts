import { isolated } from '../../base/bidi.js';

/** A piece of a page as data: what a test can look at, and `mount` puts on the screen. */
export interface View {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (View | string)[];
}

/** What may stand inside a view; lists are laid out flat, `undefined` and `false` are nothing. */
export type Child = View | string | undefined | false | readonly Child[];

/** Values of attributes; `undefined` and `false` leave one out, `true` is the bare attribute. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element. Nothing is ever read as HTML: text stays text. */
export function el(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): View {
  const kept = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [[name, value === true ? '' : String(value)] as const],
  );
  return { tag, attributes: Object.fromEntries(kept), children: children.flatMap(flat) };
}

/** Whether there is nothing to see of it. */
export function isNothing(child: Child): boolean {
  return flat(child).length === 0;
}

function flat(child: Child): readonly (View | string)[] {
  if (child === undefined || child === false || child === '') return [];
  if (typeof child === 'string') return [isolated(child)];
  return isList(child) ? child.flatMap(flat) : [child];
}

function isList(child: View | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}

/** All text of a view, as a screen reader without pictures would come across it. */
export function textOf(view: View | string): string {
  if (typeof view === 'string') return view;
  return view.children.map(textOf).join(' ').replace(/\s+/g, ' ').trim();
}

/** Every element inside a view that `wanted` says yes to, in order. */
export function findAll(view: View | string, wanted: (view: View) => boolean): readonly View[] {
  if (typeof view === 'string') return [];
  return [...(wanted(view) ? [view] : []), ...view.children.flatMap((child) => findAll(child, wanted))];
}
