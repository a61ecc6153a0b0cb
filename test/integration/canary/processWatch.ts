import { readdirSync, readFileSync } from 'node:fs';

/** What the processes below this one were started with: arguments and environment, seen every few milliseconds. */
export class ProcessWatch {
  readonly seen = new Map<string, string>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor() {
    this.#look();
    this.#timer = setInterval(() => this.#look(), 15);
  }

  stop(): void {
    this.#look();
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const pid of descendants(process.pid)) {
      for (const kind of ['cmdline', 'environ']) {
        const text = read(`/proc/${pid}/${kind}`);
        if (text !== '') this.seen.set(`${pid} ${kind} ${text.length}`, text);
      }
    }
  }
}

function descendants(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent =
      /^\d+$/.test(name) && / \S (\d+)/.exec(read(`/proc/${name}/stat`).replace(/^.*\)/s, ''))?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const found = new Set<number>([root]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
