import { t } from '../../base/l10n.js';
import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import { member, text, texts } from '../manifest/json.js';
import { expand, type Resolved } from '../manifest/placeholders.js';
import type { ContainerEngine } from './containerEngine.js';

export interface LaunchCommand {
  readonly command: readonly string[];
  readonly image?: string;
}

/** What a container runs: its image in an engine, its command as a process, or the start script of package.json. */
export function readCommand(
  name: string,
  container: unknown,
  { start, engine }: { readonly start?: readonly string[]; readonly engine: ContainerEngine },
  resolve: (path: readonly string[]) => Resolved,
  blocks: Block[],
  warnings: PlanFinding[],
): LaunchCommand {
  const image = text(member(container, 'image')) ?? '.';
  const command = texts(member(container, 'command'));
  const args = texts(member(container, 'args'));
  const fill = (words: readonly string[]): readonly string[] =>
    words.map((word) => {
      const { text: expanded, problems } = expand(word, resolve);
      for (const problem of problems) {
        const message = t('The command of "{0}" cannot be filled: {1}.', name, problem);
        blocks.push({ reason: 'InputRequired', name, message });
      }
      return expanded;
    });
  if (image !== '.' && engine.kind === 'available') return { command: fill([...command, ...args]), image };
  if (image !== '.' && command.length === 0) {
    blocks.push({
      reason: 'ContainerEngineRequired',
      name,
      message: t(
        'The container "{0}" is the image {1}, which needs a container engine: {2}. Start one, name a command, or use the image ".".',
        name,
        image,
        engine.kind === 'missing' ? engine.reason : '',
      ),
    });
    return { command: [] };
  }
  if (image !== '.') {
    warnings.push({
      code: 'runs-without-image',
      severity: 'Warning',
      message: t('"{0}" runs as a process of this machine, not in the image {1}.', name, image),
    });
  }
  const words =
    command.length > 0 ? [...command, ...args] : start && args.length > 0 ? [...start, '--', ...args] : start;
  if (words === undefined) {
    const message = t(
      'The container "{0}" has no command and package.json no start script: add one of them.',
      name,
    );
    blocks.push({ reason: 'InputRequired', name, message });
  }
  return { command: fill(words ?? []) };
}
