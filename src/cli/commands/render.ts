import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { compareLive, objectsOf } from '../../language/convert/live/compareLive.js';
import { differenceLines } from '../../language/convert/live/differenceLines.js';
import { placeOptions } from '../../language/convert/render/placeOptions.js';
import type { RenderedFiles, RenderNote, RenderOptions } from '../../language/convert/render/rendered.js';
import { renderFiles, renderFormats } from '../../language/convert/render/renderFiles.js';
import { renderService } from '../../language/convert/render/renderService.js';
import { parseYaml } from '../../language/documents/yamlDocument.js';
import { UserError } from '../../model/errors.js';
import { nodeFiles } from '../../server/nodeFiles.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { required, usageError } from '../options.js';
import { readManifest, type FoundService } from '../readManifest.js';
import { readSource } from '../readSource.js';
import { writeFiles } from '../writeFiles.js';

export const renderCommand: Command = {
  name: 'render',
  usage: [
    t('Usage: golden-path render [--environment NAME] [options]'),
    '',
    t('Makes Kubernetes objects of a Service in an environment, the same every time, and deploys nothing.'),
    t('What is not in them is told on standard error, each thing with its place in the Service.'),
    '',
    t(
      '  --environment NAME  merge what the Service says of this environment; without it, what holds for all',
    ),
    t('  --path DIR          the folder of the service; without it, this one'),
    t('  --service NAME      the service, where the folder has several'),
    t('  --format FORMAT     kubernetes, kustomize (a base and an overlay) or helm (values); without it,'),
    t('                      helm where the Service names a chart, else kubernetes'),
    t('  --out DIR           write the files into DIR instead of printing them; kustomize needs it'),
    t('  --force             write over files that are there'),
    t('  --image IMAGE       what takes the place of the image “.”'),
    t(
      '  --namespace NAME    the namespace of the objects; without it, what the Environment in .platform/ names',
    ),
    t('  --gateway NAME      routes as HTTPRoutes at this Gateway ([NAMESPACE/]NAME) instead of Ingresses'),
    t(
      '  --diff FILE         compare with the live objects in FILE (kubectl get -o yaml); - is standard input',
    ),
    '',
    t('Exit code: 0 rendered, or no difference; 1 nothing to render, or differences; 2 it could not run.'),
  ].join('\n'),
  run,
};

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      environment: { type: 'string' },
      path: { type: 'string', default: '.' },
      service: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean', default: false },
      image: { type: 'string' },
      namespace: { type: 'string' },
      gateway: { type: 'string' },
      diff: { type: 'string' },
    },
  });
  const format = renderFormats.find((one) => one === values.format);
  if (values.format !== undefined && !format) {
    throw usageError('render', t('--format is {0}, not "{1}"', renderFormats.join(', '), values.format));
  }
  if (format === 'kustomize') required('render', 'out', values.out);
  if (values.diff !== undefined && (values.out ?? values.format) !== undefined) {
    throw usageError('render', t('either --diff, or --format and --out'));
  }
  const service = await readManifest(values.path, values.service, io);
  const { environment, image, gateway } = values;
  const given = { image, namespace: values.namespace, gateway };
  const options: RenderOptions = {
    ...(await placeOptions(service.manifest, {
      uri: pathToFileURL(path.join(service.folder, 'platform.yaml')).href,
      environment,
      roots: [pathToFileURL(io.cwd).href],
      files: nodeFiles,
    })),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  if (values.diff !== undefined) return compare(service, options, values.diff, io);
  const { files, notes } = renderFiles(service.manifest, options, format);
  tell(notes, io);
  if (files.length === 0) {
    io.stderr.write(`golden-path: ${t('Nothing is rendered.')}\n`);
    return 1;
  }
  if (values.out === undefined) io.stdout.write(files.map(({ text }) => text).join('---\n'));
  else await writeFiles(filesIn(files), path.resolve(io.cwd, values.out), values.force, io);
  return 0;
}

function filesIn(files: RenderedFiles['files']): { name: string; text: string }[] {
  return files.map(({ path: name, text }) => ({ name, text }));
}

function tell(notes: readonly RenderNote[], io: CommandIo): void {
  for (const { path: place, severity, reason } of notes) {
    io.stderr.write(`${oneLine(`${severity} /${place.join('/')} ${reason}`)}\n`);
  }
}

async function compare(
  { manifest }: FoundService,
  options: RenderOptions,
  named: string,
  io: CommandIo,
): Promise<ExitCode> {
  const { text } = await readSource(named, io);
  const documents = parseYaml(text);
  if (documents?.some(({ tree, plain }) => tree.errors.length > 0 || plain.problem) !== false) {
    throw new UserError(
      'render.live',
      t('{0} is not valid YAML or JSON. Give what kubectl get -o yaml prints.', named),
    );
  }
  const { objects } = renderService(manifest, options);
  const found = compareLive(objects, objectsOf(documents.map(({ value }) => value)));
  for (const line of found.flatMap(differenceLines)) io.stdout.write(`${oneLine(line)}\n`);
  const summary =
    found.length === 0
      ? t('No difference: {0} objects are live as they are rendered.', objects.length)
      : t('{0} of {1} objects differ from what is live.', found.length, objects.length);
  io.stderr.write(`golden-path: ${summary}\n`);
  return found.length === 0 ? 0 : 1;
}
