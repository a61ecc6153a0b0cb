import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A month: the longest window that is kept. */
export const ringMinutes = 30 * 24 * 60;
const slotBytes = 8;
const most = 0xffff;

export interface Counts {
  readonly total: number;
  readonly good: number;
}

/**
 * How many probes were made and how many were good, minute by minute, in a file of fixed size: each minute has its slot,
 * a month later it is written over. A slot is written at once, so a killed platform loses nothing.
 */
export class MinuteRing {
  readonly #handle: number;
  /** By minute since 1970. */
  readonly #minutes = new Map<number, Counts>();

  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#handle = openForUpdate(file);
    ftruncateSync(this.#handle, ringMinutes * slotBytes);
    const content = readFileSync(file);
    for (let at = 0; at + slotBytes <= content.length; at += slotBytes) {
      const minute = content.readUInt32LE(at);
      const counts = { total: content.readUInt16LE(at + 4), good: content.readUInt16LE(at + 6) };
      const isSound = minute % ringMinutes === at / slotBytes && counts.good <= counts.total;
      if (minute > 0 && counts.total > 0 && isSound) this.#minutes.set(minute, counts);
    }
  }

  /** Counts one probe at a time in ms since 1970. Throws when the disk refuses. */
  add(good: boolean, now: number): void {
    const minute = Math.floor(now / 60_000);
    const before = this.#minutes.get(minute) ?? { total: 0, good: 0 };
    if (before.total >= most) return;
    const counts = { total: before.total + 1, good: before.good + (good ? 1 : 0) };
    this.#minutes.set(minute, counts);
    this.#minutes.delete(minute - ringMinutes);
    const slot = Buffer.alloc(slotBytes);
    slot.writeUInt32LE(minute, 0);
    slot.writeUInt16LE(counts.total, 4);
    slot.writeUInt16LE(counts.good, 6);
    writeSync(this.#handle, slot, 0, slotBytes, (minute % ringMinutes) * slotBytes);
  }

  /** The sum over the seconds before a time; what is older than a month is gone. */
  sum(seconds: number, now: number): Counts {
    const from = Math.floor((now - seconds * 1_000) / 60_000) + 1;
    const to = Math.floor(now / 60_000);
    let total = 0;
    let good = 0;
    for (const [minute, counts] of this.#minutes) {
      if (minute < from || minute > to || minute <= to - ringMinutes) continue;
      total += counts.total;
      good += counts.good;
    }
    return { total, good };
  }

  close(): void {
    closeSync(this.#handle);
  }
}

function openForUpdate(file: string): number {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return openSync(file, 'w+', 0o600);
  }
}
