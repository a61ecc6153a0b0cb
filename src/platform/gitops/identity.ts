import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { CallOptions } from '../../model/call.js';
import type { Identity } from './configRepository.js';
import { GitFailure, type Git } from './git.js';

/**
 * Who the person is to git in a folder, and how they sign, by their own configuration. Only values are taken from there:
 * which program signs, a folder does not decide. Throws `UserError` where git has no name or address for them.
 */
export async function identityIn(folder: string, git: Git, { signal }: CallOptions = {}): Promise<Identity> {
  const call = { cwd: folder, ...(signal && { signal }) };
  const setting = (type: readonly string[], name: string): Promise<string> =>
    git.text(['config', ...type, '--get', name], call).catch(orEmpty);
  const said = await git
    .text(['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT'], call)
    .catch(orEmpty);
  const [, name = '', email = ''] = /^(.+) <([^<>]+)> \d+ [+-]\d+$/.exec(said) ?? [];
  if (name === '' || email === '') {
    throw new UserError(
      'git.identity',
      t(
        'Git does not know who you are, and a commit needs an author. Run: git config --global user.name "Your Name", and the same for user.email.',
      ),
    );
  }
  const [isSigned, key, format] = await Promise.all([
    setting(['--type=bool'], 'commit.gpgsign'),
    setting([], 'user.signingkey'),
    setting([], 'gpg.format'),
  ]);
  if (isSigned !== 'true') return { name, email };
  return { name, email, signingKey: key, ...(format !== '' && { signingFormat: format }) };
}

function orEmpty(error: unknown): string {
  if (error instanceof GitFailure) return '';
  throw error;
}
