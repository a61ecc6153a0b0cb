import { PlatformError, UserError } from '../../model/errors.js';

/** A fault as it may be shown to others: what was done and which kind of fault it was, never what a file or server said. */
export interface Fault {
  readonly time: string;
  readonly what: string;
  readonly code: string;
}

const mostFaults = 20;

/** The last faults of this window. */
export class FaultMemory {
  #faults: readonly Fault[] = [];

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  note(what: string, error: unknown): void {
    const fault = { time: new Date().toISOString(), what, code: codeOf(error) };
    this.#faults = [...this.#faults, fault].slice(-mostFaults);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof PlatformError) {
    const { problem } = error;
    return [error.code, ...(problem ? [String(problem.status)] : [])].join(' ');
  }
  if (error instanceof UserError) return error.code;
  return error instanceof Error ? error.name : '';
}
