import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../platform/http/undiciTransport.js';
import { signInsOf } from '../auth/signIns.js';
import type { Command, CommandIo, ExitCode } from '../command.js';
import { oneLine } from '../oneLine.js';
import { required, usageError } from '../options.js';
import { readTokenFile } from '../readToken.js';

const options = {
  backstage: { type: 'string' },
  'token-file': { type: 'string' },
  owner: { type: 'string' },
} as const;

export const catalogCommand: Command = {
  name: 'catalog',
  usage: [
    t('Usage: golden-path catalog register URL | refresh ENTITY | unregister URL | init REPOSITORY'),
    t('       --backstage URL [--token-file FILE]'),
    '',
    t('  register    have the catalogue of a Backstage read the catalog-info.yaml at a URL'),
    t('  refresh     have it read the file of an entity again, such as component:default/cart'),
    t('  unregister  have it forget a file, and what it knows from there'),
    t(
      '  init        analyse a repository by its URL and write the first catalog-info.yaml here; --owner NAME',
    ),
    '',
    t('The token is that of --token-file, else of who is signed in there (golden-path login).'),
    '',
    t('Exit code: 0 done, 2 it could not run.'),
  ].join('\n'),
  run: catalog,
};

async function catalog(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [action = '', subject, ...more] = positionals;
  if (!Object.hasOwn(actions, action)) {
    throw usageError('catalog', t('say what to do: register, refresh, unregister or init'));
  }
  if (subject === undefined || more.length > 0) {
    throw usageError('catalog', t('name one thing to {0}', action));
  }
  const url = required('catalog', 'backstage', values.backstage);
  const transport = undiciTransport();
  const file = values['token-file'];
  const token = file === undefined ? undefined : await readTokenFile(path.resolve(io.cwd, file));
  const source =
    token === undefined ? signInsOf(io, transport).source(new URL(url).origin) : () => Promise.resolve(token);
  const platform = createBackstagePlatform({ url, token: source, transport });
  try {
    const said = await actions[action as keyof typeof actions](platform, subject, io, values.owner);
    io.stdout.write(`${oneLine(said)}\n`);
    return 0;
  } finally {
    platform.dispose();
  }
}

type Action = (
  platform: BackstagePlatform,
  subject: string,
  io: CommandIo,
  owner: string | undefined,
) => Promise<string>;

const actions = {
  register: async ({ locations }, target, { signal }) => {
    const { entities, isNew } = await locations.register(target, { signal });
    return isNew
      ? t('Registered: {0}.', entities.join(', '))
      : t('Registered already, and read again: {0}.', entities.join(', '));
  },
  refresh: async ({ locations }, ref, { signal }) => {
    await locations.refresh(ref, { signal });
    return t('The catalogue reads {0} again.', ref);
  },
  unregister: async ({ locations }, idOrTarget, { signal }) => {
    const { target } = await locations.unregister(idOrTarget, { signal });
    return t('The catalogue no longer reads {0}.', target);
  },
  init: async ({ catalogFiles }, repository, { cwd, signal }, owner = 'unknown') => {
    const file = path.join(cwd, 'catalog-info.yaml');
    if (await exists(file)) {
      throw new UserError('catalog.exists', t('There is a catalog-info.yaml already. Change that one.'));
    }
    const first = { url: repository, folder: path.basename(cwd), owner };
    await writeFile(file, await catalogFiles.first(first, { signal }), { flag: 'wx' });
    return t('Wrote {0}. Check it, commit it, then register its URL.', file);
  },
} as const satisfies Record<string, Action>;

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
