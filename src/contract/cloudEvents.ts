import type { WatchEvent } from '../model/platform.js';
import { decoder } from './decode.js';
import { isCloudEvent } from './generated/checks.js';
import type { components } from './generated/wire.js';

export type CloudEvent = components['schemas']['CloudEvent'];

const decodeCloudEvent = decoder(isCloudEvent);

/** The watch event in a CloudEvent's envelope. Throws `PlatformError` `not-a-platform`. */
export function watchEventOf(value: unknown): WatchEvent {
  const { id, type, subject, time, sequence } = decodeCloudEvent(value);
  const count = /^\d{1,15}$/.test(sequence ?? '') ? Number(sequence) : undefined;
  return {
    id,
    type,
    ...(subject !== undefined && { subject }),
    ...(time !== undefined && { time }),
    ...(count !== undefined && { sequence: count }),
  };
}

/** A watch event in its CloudEvents 1.0 envelope; `source` is a URI reference of the sender. */
export function cloudEventOf(event: WatchEvent, source: string): CloudEvent {
  const { sequence, ...rest } = event;
  return {
    specversion: '1.0',
    source,
    ...rest,
    ...(sequence !== undefined && { sequence: String(sequence) }),
  };
}
