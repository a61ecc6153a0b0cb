/** A person at one platform, with the tokens that stand for them there. Lives in a secret store only. */
export interface Account {
  /** Stable over renewals: origin and subject. */
  readonly id: string;
  /** The one origin that its token may go to. */
  readonly origin: string;
  /** What people read: a name or an address. */
  readonly label: string;
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** When the access token ends, ms since the epoch; absent when nobody said. */
  readonly expiresAt?: number;
  readonly scopes?: readonly string[];
  /** Who gave the tokens; absent for a pasted one. */
  readonly issuer?: string;
  readonly clientId?: string;
  /** `accessToken` is an ID token: the platform takes no other. */
  readonly bearer?: 'id_token';
}

export function accountId(origin: string, subject: string): string {
  return `${origin}#${subject}`;
}

/** The account of a pasted token: known by its fingerprint, which does not give it away. */
export async function accountOfToken(origin: string, token: string, label: string): Promise<Account> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  const fingerprint = [...new Uint8Array(digest).subarray(0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return {
    id: accountId(origin, `token-${fingerprint}`),
    origin,
    label: `${label} ${fingerprint}`,
    accessToken: token,
  };
}

/** Before this much is left of it a token is renewed: clocks differ, and the request takes its time. */
const skewMs = 60_000;

export function isEnding({ expiresAt }: Account, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt - skewMs;
}

export function isEnded({ expiresAt }: Account, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

/** What a stored text holds; nothing where it is damaged or of a newer version. */
export function parseAccounts(text: string | undefined): readonly Account[] {
  const stored = jsonOf(text);
  if (!isObject(stored) || stored['schemaVersion'] !== schemaVersion) return [];
  const { accounts } = stored;
  return Array.isArray(accounts) ? accounts.filter(isAccount) : [];
}

/** Whether a newer version of this product wrote a text: it is not to be overwritten. */
export function isNewer(text: string | undefined): boolean {
  const stored = jsonOf(text);
  return (
    isObject(stored) && typeof stored['schemaVersion'] === 'number' && stored['schemaVersion'] > schemaVersion
  );
}

export function formatAccounts(accounts: readonly Account[]): string {
  return JSON.stringify({ schemaVersion, accounts });
}

const schemaVersion = 1;

function isAccount(value: unknown): value is Account {
  if (!isObject(value)) return false;
  const texts = ['id', 'origin', 'label', 'accessToken'].every((key) => typeof value[key] === 'string');
  const optional = ['refreshToken', 'issuer', 'clientId', 'bearer'].every((key) =>
    ['string', 'undefined'].includes(typeof value[key]),
  );
  const { scopes, expiresAt } = value;
  return (
    texts &&
    optional &&
    (expiresAt === undefined || typeof expiresAt === 'number') &&
    (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')))
  );
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
