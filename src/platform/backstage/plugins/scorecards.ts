import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import type { CallOptions } from '../../../model/call.js';
import type { ScorecardDefinition } from '../../../model/offer.js';
import type { ScorecardResult } from '../../../model/scorecard.js';
import type { Client } from '../../http/client.js';
import type { Catalog } from '../catalog.js';
import { SonarQube } from './sonarQube.js';
import { TechInsights } from './techInsights.js';

/** Which of them a backend has. */
interface There {
  readonly insights: boolean;
  readonly sonar: boolean;
}

/** What plugins of a backend judge services by. Rejects with `PlatformError`, `not-implemented` where there are none. */
export class Scorecards {
  readonly #catalog: Catalog;
  readonly #insights: TechInsights;
  readonly #sonar: SonarQube;

  constructor(client: Client, catalog: Catalog) {
    this.#catalog = catalog;
    this.#insights = new TechInsights(client);
    this.#sonar = new SonarQube(client);
  }

  async areThere(call?: CallOptions): Promise<boolean> {
    return Object.values(await this.#there(call)).includes(true);
  }

  async definitions(call?: CallOptions): Promise<readonly ScorecardDefinition[]> {
    const { insights, sonar } = await this.#demanded(call);
    return [
      ...(insights ? await this.#insights.definitions(call) : []),
      ...(sonar ? [this.#sonar.definition()] : []),
    ];
  }

  async results(name: string, call?: CallOptions): Promise<readonly ScorecardResult[]> {
    const { insights, sonar } = await this.#demanded(call);
    const judged = await Promise.all([
      insights ? this.#insights.results(this.#catalog.refOf(name, 'component'), call) : undefined,
      sonar
        ? this.#catalog.service(name, call).then((service) => this.#sonar.result(service, call))
        : undefined,
    ]);
    return judged.filter((result) => result !== undefined);
  }

  async #there(call?: CallOptions): Promise<There> {
    const [insights, sonar] = await Promise.all([this.#insights.isThere(call), this.#sonar.isThere(call)]);
    return { insights, sonar };
  }

  async #demanded(call?: CallOptions): Promise<There> {
    const there = await this.#there(call);
    if (there.insights || there.sonar) return there;
    throw refusal('not-implemented', t('This Backstage has neither Tech Insights nor SonarQube.'));
  }
}
