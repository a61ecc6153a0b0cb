import type { WatchEvent } from '../model/platform.js';
import { decoder } from './decode.js';
import { isCloudEvent } from './generated/checks.js';
import type { components } from './generated/wire.js';

export type CloudEvent = components['schemas']['CloudEvent'];

const decodeCloudEvent = decoder(isCloudEvent);

/** The watch event in a CloudEvent's envelope. Throws `PlatformError` `not-a-platform`. */
export function watchEventOf(value: unknown): WatchEvent {
  const { id, type, subject, time } = decodeCloudEvent(value);
  return { id, type, ...(subject !== undefined && { subject }), ...(time !== undefined && { time }) };
}

/** A watch event in its CloudEvents 1.0 envelope; `source` is a URI reference of the sender. */
export function cloudEventOf(event: WatchEvent, source: string): CloudEvent {
  return { specversion: '1.0', source, ...event };
}
