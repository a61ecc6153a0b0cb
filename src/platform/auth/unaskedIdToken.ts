/** A person as a token tells of them that was given without being asked for. */
interface Told {
  readonly subject: string;
  readonly label: string;
}

/**
 * The answer of a token endpoint without an ID token that nobody asked for: it need not be about this client (Backstage
 * sends its own token as one). Who it is about is told apart; it came from the endpoint itself, over TLS.
 */
export async function withoutIdToken(
  response: Response,
): Promise<{ readonly response: Response; readonly person?: Told }> {
  const text = await response.text();
  const { status, headers } = response;
  const answer = parsed(text);
  const { id_token: token, ...rest } = answer ?? {};
  if (typeof token !== 'string') return { response: new Response(text, { status, headers }) };
  const subject = subjectOf(token);
  return {
    response: new Response(JSON.stringify(rest), { status, headers }),
    ...(subject !== undefined && { person: { subject, label: subject } }),
  };
}

function subjectOf(token: string): string | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const subject = parsed(new TextDecoder().decode(bytes))?.['sub'];
    return typeof subject === 'string' && subject !== '' ? subject.slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
