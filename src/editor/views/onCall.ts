import { t } from '../../base/l10n.js';
import type { OnCall } from '../../model/offer.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Platform } from '../../model/platform.js';
import { actorName } from '../../model/reference.js';
import { untilTime } from './age.js';
import type { PlatformPicture } from './platformRow.js';
import type { Tooltip } from './tooltips.js';

/** Who is on call is asked again after, ms. */
const freshMs = 60_000;

interface Asked {
  readonly until: number;
  readonly words: Promise<string | undefined>;
}

/** Who is on call for services: asked when somebody points at one, and not again for a minute. */
export class OnCalls {
  readonly #asked = new WeakMap<Platform, Map<string, Asked>>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The tooltip of a row of a service, with who is on call for it. */
  async into(
    tooltip: Tooltip,
    { connection, picture }: PlatformPicture,
    service: string | undefined,
  ): Promise<Tooltip> {
    if (service === undefined || !picture) return tooltip;
    const words = await this.of(connection.platform, picture.live, service);
    return words === undefined ? tooltip : { ...tooltip, lines: [...tooltip.lines, [t('On call'), words]] };
  }

  /** Who is called first, and until when; `undefined` where the platform does not tell. Never rejects. */
  of(platform: Platform, live: LiveSnapshot, service: string): Promise<string | undefined> {
    const { info } = live;
    if (live.status !== 'live' || !info || !Object.hasOwn(info.capabilities, 'incidents')) {
      return Promise.resolve(undefined);
    }
    const asked = this.#asked.get(platform) ?? new Map<string, Asked>();
    this.#asked.set(platform, asked);
    const known = asked.get(service);
    const now = this.#now();
    if (known && now < known.until) return known.words;
    const words = platform.getOnCall(service).then(
      (onCall) => onCallWords(onCall, now),
      // A tooltip is no place for a fault: the line is left out.
      () => undefined,
    );
    asked.set(service, { until: now + freshMs, words });
    return words;
  }
}

/** The persons of the first level, and until when it is theirs. */
export function onCallWords({ shifts }: OnCall, now: number): string {
  const first = Math.min(...shifts.map(({ level }) => level ?? 1));
  const persons = shifts
    .filter(({ level }) => (level ?? 1) === first)
    .map(({ who, end }) => {
      const name = actorName(who);
      const until = untilTime(end, now);
      return until === '' ? name : t('{0} (until {1})', name, until);
    });
  return persons.length === 0 ? t('nobody') : persons.join(', ');
}
