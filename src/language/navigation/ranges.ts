import type { ProtocolRange } from '../protocol.js';

type Place = ProtocolRange['start'];

/** Whether a position is in a range or at its end, where a cursor behind a name still means the name. */
export function touches({ start, end }: ProtocolRange, position: Place): boolean {
  return compare(start, position) <= 0 && compare(position, end) <= 0;
}

export function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}

export function isSameRange(a: ProtocolRange, b: ProtocolRange): boolean {
  return compare(a.start, b.start) === 0 && compare(a.end, b.end) === 0;
}
