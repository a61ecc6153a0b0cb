import { t } from '../../base/l10n.js';
import type { OperationEvent } from '../../model/delivery.js';
import { plainLine } from '../../base/plainText.js';

const longest = 120;

/** What a progress notification says of an event; `undefined` for events that are only for the log. */
export function stepSentence(event: OperationEvent): string | undefined {
  const message = event.message === undefined ? '' : plainLine(event.message);
  const short = message.length > longest ? `${message.slice(0, longest)}…` : message;
  switch (event.type) {
    case 'step':
      return [event.step, short || event.state].filter((word) => word).join(': ');
    case 'state':
      return short || event.state;
    case 'done':
      return t('Done');
    default:
      return undefined;
  }
}
