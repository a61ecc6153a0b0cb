import { t } from '../../base/l10n.js';
import type { ServiceEnvironment } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Resource } from '../../model/resource.js';
import { deployedState, serviceNames } from '../views/picture.js';

/** What is put side by side of a service in an environment. */
export interface Compared {
  readonly environment: string;
  readonly state: ServiceEnvironment | undefined;
  readonly configuration: { readonly yaml: string } | { readonly why: string };
  /** Absent where the platform keeps none. */
  readonly resources?: readonly Resource[];
}

/** A service in an environment as YAML: version first, then configuration, then resources. */
export function comparedText({ state, configuration, resources }: Compared): string {
  const current = state?.current;
  return [
    line('version', current?.version ?? t('not deployed')),
    ...(current?.commit ? [line('commit', current.commit.id)] : []),
    ...(current?.commit?.message ? [line('message', firstLine(current.commit.message))] : []),
    line('health', state?.health ?? t('not deployed')),
    ...(state?.sync ? [line('sync', state.sync)] : []),
    ...(state?.replicas ? [line('instances', String(state.replicas.desired))] : []),
    '',
    'configuration:',
    ...('yaml' in configuration ? indented(configuration.yaml) : [`  # ${firstLine(configuration.why)}`]),
    ...(resources
      ? ['', 'resources:', ...(resources.length > 0 ? resources.flatMap(resourceLines) : ['  # none'])]
      : []),
    '',
  ].join('\n');
}

/** All services of an environment, one a line, so that a diff shows where two environments differ. */
export function environmentText(live: LiveSnapshot, environment: string): string {
  const lines = serviceNames({ live, workspace: new Set() }).map((name) => {
    const state = deployedState(live.services.get(name), environment);
    return line(name, state ? `${state.current?.version ?? '-'} ${state.health}` : t('not deployed'));
  });
  return `${lines.join('\n')}\n`;
}

function resourceLines({ type, name, class: kind, state, outputs = [] }: Resource): readonly string[] {
  return [
    `  ${name ?? type}:`,
    `    type: ${type}`,
    ...(kind === undefined ? [] : [`    class: ${kind}`]),
    `    state: ${state}`,
    ...outputs.map((output) => `    ${output.name}: ${output.sensitive ? '***' : (output.value ?? '-')}`),
  ];
}

function line(name: string, value: string): string {
  return `${name}: ${value}`;
}

function indented(yaml: string): readonly string[] {
  return yaml
    .trimEnd()
    .split('\n')
    .map((text) => `  ${text}`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
