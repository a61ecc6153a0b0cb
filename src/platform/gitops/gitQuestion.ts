import { plainText } from '../../base/plainText.js';

/** What git or ssh wants to know of a person. */
export interface GitQuestion {
  readonly kind: 'username' | 'password' | 'passphrase' | 'hostKey' | 'other';
  /** What it is about: a host, `user@host`, the file of a key. Empty for others. */
  readonly about: string;
  /** As git or ssh put it, in English. */
  readonly text: string;
}

/** Answers in the person's stead, or asks them; `undefined` where they turn away. */
export type AskPerson = (question: GitQuestion) => Promise<string | undefined>;

/** Reads what git and OpenSSH hand to an askpass program. */
export function questionOf(said: string): GitQuestion {
  const text = plainText(said).trim().slice(0, 2000);
  const [, word, address = ''] = /^(Username|Password) for '(.+)':?$/.exec(text) ?? [];
  if (word !== undefined) {
    return { kind: word === 'Username' ? 'username' : 'password', about: placeIn(address), text };
  }
  const key = /^Enter passphrase for (?:key )?'?(.+?)'?:$/.exec(text)?.[1];
  if (key !== undefined) return { kind: 'passphrase', about: key, text };
  const login = /^(\S+@\S+)'s password:$/.exec(text)?.[1];
  if (login !== undefined) return { kind: 'password', about: login, text };
  return { kind: /\(yes\/no/.test(text) ? 'hostKey' : 'other', about: '', text };
}

/** `https://jo@host:8443/` is `jo@host:8443`. */
function placeIn(address: string): string {
  const url = URL.parse(address);
  if (!url?.host) return address;
  return url.username === '' ? url.host : `${decodeURIComponent(url.username)}@${url.host}`;
}
