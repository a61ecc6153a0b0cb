import { t } from '../../../base/l10n.js';
import { refusal } from '../../../contract/refusal.js';
import type { CallOptions } from '../../../model/call.js';
import { PlatformError } from '../../../model/errors.js';
import type { Service } from '../../../model/catalog.js';
import type { ScorecardDefinition } from '../../../model/offer.js';
import type { CheckResult, ScorecardResult } from '../../../model/scorecard.js';
import type { Client } from '../../http/client.js';
import { read } from '../calls.js';
import { readRef } from '../entityRef.js';
import { demandObject, isObject, objectAt, objectsAt, textAt, type Json } from '../json.js';
import { Presence } from './presence.js';

/** How the plugin is asked: by entity, or, before version 1, by the key of a project. */
type Way = 'summary' | 'findings';

interface Analysis {
  readonly url?: string;
  readonly at?: string;
  /** By their metric, as texts. */
  readonly measures: ReadonlyMap<string, string>;
}

const root = '/api/sonarqube';
const annotation = 'sonarqube.org/project-key';
const card = { name: 'sonarqube', title: 'SonarQube' };
/** Ratings of SonarQube, each with what is counted for it. */
const ratings = [
  ['reliability', 'reliability_rating', 'bugs'],
  ['security', 'security_rating', 'vulnerabilities'],
  ['securityReview', 'security_review_rating', undefined],
  ['maintainability', 'sqale_rating', 'code_smells'],
] as const;

/** Quality gate and ratings of the community's plugin for SonarQube, where a backend has it. Rejects with `PlatformError`. */
export class SonarQube {
  readonly #client: Client;
  readonly #presence = new Presence<Way>(() => this.#find());

  constructor(client: Client) {
    this.#client = client;
  }

  async isThere(call?: CallOptions): Promise<boolean> {
    return (await this.#presence.get(call)) !== undefined;
  }

  definition(): ScorecardDefinition {
    const checks = ['qualityGate', ...ratings.map(([name]) => name)];
    return { ...card, spec: { checks: checks.map((name) => ({ name, title: titleOf(name) })) } };
  }

  /** `undefined` for a service that names no project. */
  async result(service: Service, call?: CallOptions): Promise<ScorecardResult | undefined> {
    const project = service.annotations?.[annotation];
    if (project === undefined || project === '') return undefined;
    const way = await this.#presence.get(call);
    if (way === undefined) return undefined;
    try {
      const analysis = await (way === 'summary'
        ? this.#summary(service, call)
        : this.#findings(project, call));
      return {
        ...card,
        checks: [gateOf(analysis), ...ratings.map((rating) => ratingOf(rating, analysis))],
        ...(analysis.at !== undefined && { evaluatedAt: analysis.at }),
      };
    } catch (error) {
      // What the plugin says of this project is no reason to hide what others judge.
      if (!PlatformError.is(error) || !error.problem) throw error;
      return { ...card, checks: [{ ...named('qualityGate'), state: 'Error', message: error.message }] };
    }
  }

  async #summary({ name }: Service, call?: CallOptions): Promise<Analysis> {
    const ref = readRef(name, 'component');
    const path = [ref?.kind, ref?.namespace, ref?.name].map((part) => encodeURIComponent(part ?? ''));
    const told = await this.#client.send(
      read(`${root}/entities/${path.join('/')}/summary`, demandObject),
      call,
    );
    return analysisOf(told['findings'], textAt(told, 'instanceUrl'), textAt(told, 'componentKey'));
  }

  async #findings(project: string, call?: CallOptions): Promise<Analysis> {
    const [, instance, key = project] = /^([^/]*)\/(.*)$/.exec(project) ?? [];
    const at = { ...(instance !== undefined && { instanceKey: instance }) };
    const search = new URLSearchParams({ componentKey: key, ...at });
    const [findings, { instanceUrl }] = await Promise.all([
      this.#client.send(
        read(`${root}/findings`, (value) => value, search),
        call,
      ),
      this.#client.send(read(`${root}/instanceUrl`, demandObject, new URLSearchParams(at)), call),
    ]);
    return analysisOf(findings, typeof instanceUrl === 'string' ? instanceUrl : undefined, key);
  }

  /** Either route refuses what nobody has in words of its own, or is not there. */
  async #find(): Promise<Way | undefined> {
    const isRefused = (path: string): Promise<boolean> =>
      this.#client.send(read(`${root}/${path}`, () => false)).catch((error: unknown) => {
        if (PlatformError.is(error, 'not-found', 'not-a-platform', 'invalid-request')) {
          return error.problem !== undefined;
        }
        throw error;
      });
    if (await isRefused('entities/component/default/golden-path.nobody/summary')) return 'summary';
    return (await isRefused('findings')) ? 'findings' : undefined;
  }
}

function analysisOf(findings: unknown, instanceUrl: string | undefined, key: string | undefined): Analysis {
  if (!isObject(findings)) {
    throw refusal('not-found', t('SonarQube has no analysis of the project {0}.', key ?? ''));
  }
  const at = Date.parse(textAt(findings, 'analysisDate') ?? '');
  const measures = objectsAt(findings, 'measures').map(
    (measure) => [textAt(measure, 'metric') ?? '', valueIn(measure)] as const,
  );
  return {
    measures: new Map(measures),
    ...(instanceUrl !== undefined &&
      key !== undefined && {
        url: `${instanceUrl.replace(/\/+$/, '')}/dashboard?id=${encodeURIComponent(key)}`,
      }),
    ...(!Number.isNaN(at) && { at: new Date(at).toISOString() }),
  };
}

/** Measures of new code alone stand in a period. */
function valueIn(measure: Json): string {
  return textAt(measure, 'value') ?? textAt(objectAt(measure, 'period'), 'value') ?? '';
}

function gateOf({ measures, url }: Analysis): CheckResult {
  const status = measures.get('alert_status');
  const shares = [
    [t('Coverage'), measures.get('coverage')],
    [t('Duplicated lines'), measures.get('duplicated_lines_density')],
  ].flatMap(([title, value]) => (value === undefined ? [] : [t('{0}: {1}%.', title ?? '', value)]));
  const isPassed = status === 'OK';
  return {
    ...named('qualityGate'),
    state: status === undefined || status === 'NONE' ? 'Unknown' : isPassed ? 'Passed' : 'Failed',
    ...(shares.length > 0 && { message: shares.join(' ') }),
    ...(!isPassed && remedy(t('Look at what the quality gate asks for.'), url)),
  };
}

/** From 1.0 for A, which passes, to 5.0 for E. */
function ratingOf(
  [name, metric, counted]: (typeof ratings)[number],
  { measures, url }: Analysis,
): CheckResult {
  const rating = Math.round(Number(measures.get(metric)));
  const grade = 'ABCDE'[rating - 1];
  const count = counted && measures.get(counted);
  if (grade === undefined) return { ...named(name), state: 'Unknown' };
  return {
    ...named(name),
    state: grade === 'A' ? 'Passed' : 'Failed',
    message: count === undefined ? t('Rated {0}.', grade) : t('Rated {0}, with {1} findings.', grade, count),
    ...(grade !== 'A' && remedy(t('Look at its findings.'), url)),
  };
}

function remedy(text: string, url: string | undefined): Pick<CheckResult, 'remediation'> {
  return { remediation: { text, ...(url !== undefined && { url }) } };
}

function named(name: string): Pick<CheckResult, 'name' | 'title'> {
  return { name, title: titleOf(name) };
}

function titleOf(name: string): string {
  switch (name) {
    case 'qualityGate':
      return t('Quality gate');
    case 'reliability':
      return t('Reliability');
    case 'security':
      return t('Security');
    case 'securityReview':
      return t('Security review');
    default:
      return t('Maintainability');
  }
}
