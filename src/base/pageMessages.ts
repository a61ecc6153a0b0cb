/** What the extension and one of its pages (webviews) say to each other. Both sides read with these, and pass over the rest. */

/** Raised when a message changes its meaning: a page of another build is not understood. */
export const pageProtocol = 1;

/** Names a page: its kind, and one of that kind. Kept in the page over a reload of the window. */
export interface PageSubject {
  readonly page: string;
  readonly key: string;
}

/** From the extension to a page. */
export type ToPage =
  /** All that is to be seen now; replaces what was shown before. */
  | {
      readonly kind: 'show';
      readonly model: unknown;
      /** What the page is of, for the extension to open it again after a reload of the window. */
      readonly subject: PageSubject;
      /** English text → the person's language. */
      readonly translations: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** A question has no answer; `message` is for the person. */
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string };

/** From a page to the extension. */
export type FromPage =
  /** It listens: what it is to show is sent. */
  | { readonly kind: 'ready' }
  /** Wants an answer with the same `id`. */
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly value: unknown }
  | { readonly kind: 'tell'; readonly name: string; readonly value: unknown };

/** A message as it travels. */
export function toWire<Message extends ToPage | FromPage>(
  message: Message,
): Message & { readonly protocol: number } {
  return { ...message, protocol: pageProtocol };
}

/** `undefined` for what is no message of this protocol. */
export function readToPage(data: unknown): ToPage | undefined {
  if (!isMessage(data)) return undefined;
  const { kind, id, value, model, message } = data;
  switch (kind) {
    case 'show': {
      const subject = readSubject(data.subject);
      return subject && { kind, model, subject, translations: texts(data.translations) };
    }
    case 'answer':
      return isCount(id) ? { kind, id, value } : undefined;
    case 'refusal':
      return isCount(id) && typeof message === 'string' ? { kind, id, message } : undefined;
    default:
      return undefined;
  }
}

/** `undefined` for what is no message of this protocol. */
export function readFromPage(data: unknown): FromPage | undefined {
  if (!isMessage(data)) return undefined;
  const { kind, id, name, value } = data;
  switch (kind) {
    case 'ready':
      return { kind };
    case 'ask':
      return isCount(id) && typeof name === 'string' ? { kind, id, name, value } : undefined;
    case 'tell':
      return typeof name === 'string' ? { kind, name, value } : undefined;
    default:
      return undefined;
  }
}

/** A message before it is read. */
interface Loose {
  readonly kind?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly model?: unknown;
  readonly message?: unknown;
  readonly subject?: unknown;
  readonly translations?: unknown;
}

/** `undefined` for what names no page. */
export function readSubject(value: unknown): PageSubject | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { page, key } = value as { readonly page?: unknown; readonly key?: unknown };
  return typeof page === 'string' && typeof key === 'string' ? { page, key } : undefined;
}

function isMessage(data: unknown): data is Loose {
  return (
    typeof data === 'object' &&
    data !== null &&
    Object.hasOwn(data, 'protocol') &&
    (data as { readonly protocol: unknown }).protocol === pageProtocol
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const pairs = Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(pairs);
}
