const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const units = ['Ti', 'Gi', 'Mi', 'Ki', 'T', 'G', 'M'];

/** CPUs as Score writes them; `undefined` for what it cannot write. */
export function scoreCpu(quantity: unknown): string | undefined {
  const text = textOf(quantity);
  if (/^(\d+|\d*\.\d+|\d+m)$/.test(text)) return text;
  const milli = Math.ceil((amountOf(text) ?? 0) * 1000);
  return milli > 0 && Number.isSafeInteger(milli) ? `${milli}m` : undefined;
}

/** Bytes as Score writes them, the same number of them; `undefined` for what it cannot write. */
export function scoreMemory(quantity: unknown): string | undefined {
  const text = textOf(quantity);
  if (/^[1-9]\d*(M|G|T|Ki|Mi|Gi|Ti)?$/.test(text)) return text;
  const bytes = amountOf(text);
  if (bytes === undefined || bytes < 1 || !Number.isSafeInteger(Math.ceil(bytes))) return undefined;
  const whole = Math.ceil(bytes);
  const unit = units.find((one) => whole % (suffixes[one] ?? 1) === 0);
  return unit === undefined ? String(whole) : `${whole / (suffixes[unit] ?? 1)}${unit}`;
}

function textOf(quantity: unknown): string {
  return typeof quantity === 'number' || typeof quantity === 'string' ? String(quantity) : '';
}

export function amountOf(text: string): number | undefined {
  const [, digits = '', suffix = ''] = /^\+?(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = suffix === '' ? 1 : suffixes[suffix];
  return digits === '' || factor === undefined ? undefined : Number(digits) * factor;
}
