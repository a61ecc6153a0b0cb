import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { keySpan, valueSpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import { ringThrough } from '../ring.js';
import { listWords } from '../values.js';

interface Stage {
  readonly index: number;
  readonly environment: string;
  readonly sources: readonly string[];
  /** Whether the sources are written, not the stage before. */
  readonly isExplicit: boolean;
  readonly gates: unknown;
}

/** Stages that stand twice, promote from nowhere or in a ring, and gates about a stage that there is not. */
export function pipelineStages(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'DeliveryPipeline') return [];
  const stages = stagesOf(document);
  return [
    ...duplicates(document, stages),
    ...stages.flatMap((stage) => unknownSources(document, stage, stages)),
    ...cycles(document, stages),
    ...stages.flatMap((stage) => idleGates(document, stage)),
  ];
}

function stagesOf(document: YamlDocument): Stage[] {
  let before: string | undefined;
  return items(specOf(document)['stages']).flatMap((stage, index) => {
    const environment = at(stage, 'environment');
    if (typeof environment !== 'string') return [];
    const written = at(stage, 'promotesFrom');
    const isExplicit = Array.isArray(written);
    const sources = isExplicit
      ? items(written).filter((one) => typeof one === 'string')
      : before === undefined
        ? []
        : [before];
    before = environment;
    return [{ index, environment, sources, isExplicit, gates: at(stage, 'gates') }];
  });
}

function duplicates(document: YamlDocument, stages: readonly Stage[]): Finding[] {
  return stages.flatMap(({ environment, index }) => {
    const first = stages.find((stage) => stage.environment === environment);
    if (first === undefined || first.index === index) return [];
    const span = valueSpan(document, ['spec', 'stages', index, 'environment']);
    const related = {
      ...valueSpan(document, ['spec', 'stages', first.index, 'environment']),
      message: t('“{0}” stands here first.', environment),
    };
    const mends = [
      { title: t('Remove this stage'), changes: [{ remove: ['spec', 'stages', index] }], isPreferred: true },
    ];
    const message = t('“{0}” is a stage already. Remove one of the two.', environment);
    return [finding('pipeline/duplicate-stage', span, message, { related, data: { mends } })];
  });
}

function unknownSources(document: YamlDocument, stage: Stage, stages: readonly Stage[]): Finding[] {
  const names = stages.map(({ environment }) => environment);
  if (!stage.isExplicit) return [];
  return stage.sources.flatMap((source, position) => {
    if (names.includes(source)) return [];
    const others = names.filter((name) => name !== stage.environment);
    const span = valueSpan(document, ['spec', 'stages', stage.index, 'promotesFrom', position]);
    const message =
      others.length === 0
        ? t('“{0}” is no stage of this pipeline. Add it, or take it out here.', source)
        : t('“{0}” is no stage of this pipeline. Write {1}.', source, listWords(others));
    return [finding('pipeline/unknown-source', span, message, meant(nearest(source, others)))];
  });
}

function cycles(document: YamlDocument, stages: readonly Stage[]): Finding[] {
  const edges = new Map(stages.map(({ environment, sources }) => [environment, sources]));
  const seen = new Set<string>();
  return stages.flatMap(({ environment, sources, index, isExplicit }) =>
    sources.flatMap((source, position) => {
      const ring = isExplicit ? ringThrough(edges, environment, source) : undefined;
      const identity = ring && [...ring].sort().join(' ');
      if (!ring || identity === undefined || seen.has(identity)) return [];
      seen.add(identity);
      const path = ['spec', 'stages', index, 'promotesFrom', position];
      const message = t(
        'No release can ever enter these stages, because they promote from each other: {0}. Take one out.',
        [...ring, ring[0]].join(' ← '),
      );
      return [finding('pipeline/cycle', valueSpan(document, path), message)];
    }),
  );
}

/** Gates that look at the stage before. */
const aboutSource = ['soakTime', 'healthy'];

function idleGates(document: YamlDocument, { sources, gates, index, environment }: Stage): Finding[] {
  if (sources.length > 0) return [];
  return aboutSource.flatMap((gate) => {
    const value = at(gates, gate);
    if (value === undefined || value === 'Off') return [];
    const path = ['spec', 'stages', index, 'gates', gate];
    const mends = [{ title: t('Remove “{0}”', gate), changes: [{ remove: path }], isPreferred: true }];
    const message = t('“{0}” is about the stage before, and “{1}” has none. Remove it.', gate, environment);
    return [
      finding('pipeline/gate-without-source', keySpan(document, path), message, {
        data: { mends },
        tags: ['unnecessary'],
      }),
    ];
  });
}
