/** What a when-clause is asked about: the context keys of the editor in one state. */
export type ContextKeys = Readonly<Record<string, string | boolean | number>>;

/** Whether a when-clause of package.json holds; an absent one always does. Throws for what it cannot read. */
export function holds(clause: string | undefined, keys: ContextKeys): boolean {
  if (clause === undefined || clause.trim() === '') return true;
  const tokens =
    clause.match(/\s*(\/(?:\\.|[^/\\])*\/[a-z]*|&&|\|\||==|!=|=~|!|\(|\)|'[^']*'|[\w.:-]+)/g) ?? [];
  const words = tokens.map((token) => token.trim());
  if (words.join('') !== clause.replaceAll(/\s+(?=(?:[^/]*\/[^/]*\/)*[^/]*$)/g, '')) {
    throw new Error(`This when-clause cannot be read: ${clause}`);
  }
  let at = 0;
  const either = (): boolean => {
    let value = both();
    while (words[at] === '||') {
      at += 1;
      const right = both();
      value = value || right;
    }
    return value;
  };
  const both = (): boolean => {
    let value = single();
    while (words[at] === '&&') {
      at += 1;
      const right = single();
      value = value && right;
    }
    return value;
  };
  const single = (): boolean => {
    const word = words[at++];
    if (word === '!') return !single();
    if (word === '(') {
      const value = either();
      at += 1;
      return value;
    }
    const key = keys[word ?? ''];
    const operator = words[at];
    if (operator !== '==' && operator !== '!=' && operator !== '=~') return Boolean(key);
    const operand = (words[at + 1] ?? '').replace(/^'(.*)'$/, '$1');
    at += 2;
    if (operator === '=~') {
      return new RegExp(operand.slice(1, operand.lastIndexOf('/'))).test(String(key ?? ''));
    }
    return (String(key ?? '') === operand) === (operator === '==');
  };
  const value = either();
  if (at !== words.length) throw new Error(`This when-clause cannot be read: ${clause}`);
  return value;
}
