/** One event of a stream, with what the stream said of it: an absent field was not sent. */
export interface StreamedEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

/** The complete events in a stream's text (WHATWG HTML, server-sent events), comments left out. */
export function eventsIn(text: string): StreamedEvent[] {
  const blocks = text.replace(/\r\n?/g, '\n').split('\n\n').slice(0, -1);
  return blocks.map(eventOf).filter((event) => event !== undefined);
}

function eventOf(block: string): StreamedEvent | undefined {
  const data: string[] = [];
  let id: string | undefined;
  let event: string | undefined;
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
    else if (field === 'event') event = value;
  }
  if (data.length === 0) return undefined;
  return { ...(id !== undefined && { id }), ...(event !== undefined && { event }), data: data.join('\n') };
}
