interface Page {
  readonly url: URL;
  readonly text: string;
}

export type Answers = Readonly<Record<string, string>>;

/** A person at a browser: follows redirects, keeps cookies, fills in forms as told, and gives the last page. */
export class ScriptedBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #answers: Answers;

  constructor(answers: Answers = { login: 'alice', password: 'x' }) {
    this.#answers = answers;
  }

  /** Goes to a page and on until nothing is left to fill in. */
  async visit(address: string): Promise<Page> {
    let page = await this.#load(new URL(address));
    for (let forms = 0; forms < 10; forms++) {
      const form = formOf(page, this.#answers);
      if (!form) return page;
      page = await this.#load(form.action, form.fields);
    }
    throw new Error(`The pages never end: ${page.url.href}`);
  }

  async #load(address: URL, fields?: URLSearchParams): Promise<Page> {
    let url = address;
    let body = fields;
    for (let hops = 0; hops < 20; hops++) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body && { method: 'POST', body }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        this.#cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { url, text: await response.text() };
      url = new URL(location, url);
      body = undefined;
      if (!url.protocol.startsWith('http')) return { url, text: '' };
    }
    throw new Error('Too many redirects.');
  }
}

function formOf(
  { url, text }: Page,
  answers: Answers,
): { readonly action: URL; readonly fields: URLSearchParams } | undefined {
  const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
  if (action === undefined) return undefined;
  const fields = new URLSearchParams();
  for (const [input] of text.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]+)"/.exec(input)?.[1];
    if (name === undefined) continue;
    fields.set(name, answers[name] ?? /value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  // The device page's form has its button outside, bound by name.
  if (text.includes('Confirm Device')) {
    fields.set(answers['abort'] === undefined ? 'confirm' : 'abort', 'yes');
  }
  return { action: new URL(action.replaceAll('&amp;', '&'), url), fields };
}
