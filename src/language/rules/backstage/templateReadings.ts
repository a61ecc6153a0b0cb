import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { scaffolderTemplate } from '../../kinds/kinds.js';
import type { Kind } from '../../kinds/kind.js';
import { templateParameters } from '../../templating/parameters.js';
import { readingsBelow, type Reading } from '../../templating/readings.js';
import { templateSteps } from '../../templating/steps.js';
import { finding, meant, type Finding } from '../finding.js';
import { items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';

/** Steps that have run where something is read, and those that have not; `undefined` ids are not known. */
interface Steps {
  readonly above: readonly (string | undefined)[];
  readonly below: readonly (string | undefined)[];
}

/** `parameters.x` and `steps.x` that nothing in the template defines, or a later step: they come out empty. */
export function templateReadings(document: YamlDocument, kind: Kind): Finding[] {
  if (kind !== scaffolderTemplate) return [];
  const { parameters, steps } = specOf(document);
  const { named, isComplete } = templateParameters(parameters);
  const ids = templateSteps(steps).map(({ id }) => id);
  const check = (reading: Reading, known: Steps): Finding[] => {
    if (reading.of === 'steps') return unknownStep(reading, known);
    return isComplete && !named.has(reading.name) ? [unknownParameter(reading, [...named.keys()])] : [];
  };
  return [
    ...items(steps).flatMap((_, index) =>
      readingsBelow(document, ['spec', 'steps', index]).flatMap((reading) =>
        check(reading, { above: ids.slice(0, index), below: ids.slice(index) }),
      ),
    ),
    ...readingsBelow(document, ['spec', 'output']).flatMap((reading) =>
      check(reading, { above: ids, below: [] }),
    ),
  ];
}

function unknownParameter({ name, span }: Reading, names: readonly string[]): Finding {
  const suggestion = nearest(name, names);
  const message = suggestion
    ? t('No form of this template asks for “{0}”. Did you mean “{1}”?', name, suggestion)
    : t('No form of this template asks for “{0}”. Correct the name, or add the parameter.', name);
  return finding('template/unknown-parameter', span, message, meant(suggestion));
}

function unknownStep({ name, span }: Reading, { above, below }: Steps): Finding[] {
  if (above.includes(name) || above.includes(undefined)) return [];
  if (below.includes(name)) {
    const late = t('The step “{0}” has not run here yet. Move it up, or read an earlier step.', name);
    return [finding('template/unknown-step', span, late)];
  }
  const suggestion = nearest(
    name,
    above.filter((id) => id !== undefined),
  );
  const message = suggestion
    ? t('No step above has the id “{0}”. Did you mean “{1}”?', name, suggestion)
    : t('No step above has the id “{0}”. Correct the id, or give it to a step.', name);
  return [finding('template/unknown-step', span, message, meant(suggestion))];
}
