import { abortReason, onAbort } from '../../base/abort.js';

interface Flight {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  passengers: number;
}

/** Reads on their way, so that the same question asked twice at a time is sent once. */
export class Flights {
  readonly #flights = new Map<string, Flight>();

  /**
   * Joins the read of `key` that is on its way, or starts it. With `fresh` it always starts: what was sent before may
   * answer with what was true before. The read is ended when the last one who waits for it leaves.
   */
  async join<T>(
    key: string,
    start: (signal: AbortSignal) => Promise<T>,
    { signal, fresh = false }: { readonly signal?: AbortSignal | undefined; readonly fresh?: boolean },
  ): Promise<T> {
    if (signal?.aborted) throw abortReason(signal);
    const flight = (fresh ? undefined : this.#flights.get(key)) ?? this.#start(key, start);
    flight.passengers++;
    return await new Promise<T>((resolve, reject) => {
      const leaving =
        signal &&
        onAbort(signal, () => {
          reject(abortReason(signal));
          if (--flight.passengers === 0) this.#callOff(key, flight, abortReason(signal));
        });
      flight.answer.then((value) => resolve(value as T), reject).finally(() => leaving?.dispose());
    });
  }

  /** From now on nobody joins what is on its way: something was written. */
  close(): void {
    this.#flights.clear();
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<unknown>): Flight {
    const controller = new AbortController();
    const flight: Flight = { answer: start(controller.signal), controller, passengers: 0 };
    this.#flights.set(key, flight);
    const land = (): void => this.#remove(key, flight);
    flight.answer.then(land, land);
    return flight;
  }

  #callOff(key: string, flight: Flight, reason: Error): void {
    this.#remove(key, flight);
    flight.controller.abort(reason);
  }

  #remove(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
