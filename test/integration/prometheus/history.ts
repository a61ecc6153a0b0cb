/** A counter or bucket that grows evenly. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Per second. */
  readonly rate: number;
}

const day = 86_400;
const days = 31;
/** Of the last hours, by which burn rates go. */
const nearStep = 120;
const nearSeconds = 7 * 3_600;
const farStep = 12 * 3_600;

/** A month of samples up to `now` (seconds) in OpenMetrics. */
export function historyOf(series: readonly Series[], now: number): string {
  const start = now - days * day;
  const near = now - nearSeconds;
  const times: number[] = [];
  for (let time = start; time < near; time += farStep) times.push(time);
  for (let time = near; time <= now; time += nearStep) times.push(time);
  const names = [...new Set(series.map(({ name }) => name))];
  const lines = names.flatMap((name) => [
    `# TYPE ${name} unknown`,
    ...series
      .filter((one) => one.name === name)
      .flatMap(({ labels, rate }) =>
        times.map((time) => `${name}{${labelText(labels)}} ${1_000 + rate * (time - start)} ${time}`),
      ),
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${escaped(value)}"`)
    .join(',');
}
