import { t } from '../../base/l10n.js';
import type { Check } from '../check.js';
import { expect, expectRefusal, expectShape } from '../expect.js';
import { NotApplicable } from '../verdict.js';
import type { Kit } from '../check.js';

async function needsToken({ probe, facts }: Kit): Promise<void> {
  const { auth } = await facts.info();
  if (auth?.type === 'none' || (auth === undefined && probe.token === undefined)) {
    throw new NotApplicable(t('The platform asks for no sign-in.'));
  }
}

export function discoveryChecks(): readonly Check[] {
  return [
    {
      id: 'discovery/open',
      level: 'read',
      proves: t('GET / answers without a token and says who the platform is.'),
      async run({ probe }) {
        expectShape(await probe.get('/', { credentials: 'none' }), 'PlatformInfo');
      },
    },
    {
      id: 'discovery/version',
      level: 'read',
      proves: t('contractVersion is a version that clients understand.'),
      async run({ probe }) {
        const answer = await probe.get('/');
        const { contractVersion } = expectShape(answer, 'PlatformInfo');
        const message = t('contractVersion is "{0}"; a version like 0.2.0 was expected.', contractVersion);
        expect(/^[01]\.\d+\.\d+(-[\w.]+)?$/.test(contractVersion), message, answer);
      },
    },
    {
      id: 'discovery/levels',
      level: 'read',
      proves: t('Every capability is declared with a level that exists.'),
      async run({ probe, facts }) {
        const { capabilities } = await facts.info();
        for (const [name, { level }] of Object.entries(capabilities)) {
          const message = t(
            'The capability {0} has the level "{1}"; Read, Write and Stream exist.',
            name,
            level,
          );
          expect(['Read', 'Write', 'Stream'].includes(level), message, await probe.get('/'));
        }
      },
    },
    {
      id: 'auth/required',
      level: 'read',
      proves: t('Without a token everything but GET / is refused with 401.'),
      async run(kit) {
        await needsToken(kit);
        for (const path of ['/services', '/environments']) {
          expectRefusal(await kit.probe.get(path, { credentials: 'none' }), [401], ['unauthenticated']);
        }
      },
    },
    {
      id: 'auth/wrong-token',
      level: 'read',
      proves: t('A wrong token is refused with 401, not 403 or 404.'),
      async run(kit) {
        await needsToken(kit);
        expectRefusal(await kit.probe.get('/services', { credentials: 'wrong' }), [401], ['unauthenticated']);
      },
    },
    {
      id: 'auth/challenge',
      level: 'read',
      proves: t('A 401 says with WWW-Authenticate that a bearer token is wanted.'),
      async run(kit) {
        await needsToken(kit);
        const answer = await kit.probe.get('/services', { credentials: 'none' });
        const given = answer.headers['www-authenticate'] ?? '';
        expect(/^bearer\b/i.test(given), t('WWW-Authenticate is "{0}", not Bearer.', given), answer);
      },
    },
  ];
}
