/** Argo CD's API as far as the fixture needs it. */
export interface ArgocdApi {
  /** Rejects for anything but a success, with what the server says. */
  request(method: string, route: string, body?: unknown): Promise<unknown>;
}

export function createArgocdApi(url: string, token?: string): ArgocdApi {
  return {
    request: async (method, route, body) => {
      const response = await fetch(`${url}${route}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`${method} ${route} answers ${response.status}: ${text.slice(0, 500)}`);
      }
      return text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
    },
  };
}

/** A token for the password of an account. */
export async function signIn(url: string, username: string, password: string): Promise<string> {
  const api = createArgocdApi(url);
  const { token } = (await api.request('POST', '/api/v1/session', { username, password })) as {
    token: string;
  };
  return token;
}
