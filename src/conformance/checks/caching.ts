import { t } from '../../base/l10n.js';
import type { Check } from '../check.js';
import { expect, expectStatus } from '../expect.js';
import { NotApplicable } from '../verdict.js';

const places = ['/', '/services', '/environments'];

export function cachingChecks(): readonly Check[] {
  return [
    {
      id: 'etag/present',
      level: 'read',
      proves: t('Every read has an ETag.'),
      async run({ probe }) {
        for (const path of places) {
          const answer = await probe.get(path);
          const etag = answer.headers['etag'] ?? '';
          expect(/^(W\/)?"[^"]*"$/.test(etag), t('The ETag is "{0}".', etag), answer);
        }
      },
    },
    {
      id: 'etag/not-modified',
      level: 'read',
      proves: t('If-None-Match with that ETag is answered 304 without a body.'),
      async run({ probe }) {
        for (const path of places) {
          // What changes by itself (an observation’s time) may change between two reads: one match of three is proof.
          let answer = await probe.get(path);
          for (let attempt = 0; attempt < 3; attempt++) {
            const etag = answer.headers['etag'];
            if (etag === undefined) throw new NotApplicable(t('GET {0} has no ETag to ask with.', path));
            answer = await probe.get(path, { headers: { 'if-none-match': etag } });
            if (answer.status === 304) break;
          }
          expectStatus(answer, 304);
          expect(answer.body === '', t('The 304 has a body.'), answer);
        }
      },
    },
    {
      id: 'etag/other',
      level: 'read',
      proves: t('If-None-Match with another ETag is answered in full.'),
      async run({ probe }) {
        const answer = await probe.get('/services', {
          headers: { 'if-none-match': '"golden-path-conformance"' },
        });
        expectStatus(answer, 200);
      },
    },
    {
      id: 'etag/list',
      level: 'deploy',
      proves: t('If-None-Match takes a list of ETags, weak ones too.'),
      async run({ probe }) {
        const etag = ((await probe.get('/environments')).headers['etag'] ?? '').replace(/^W\//, '');
        const headers = { 'if-none-match': `"golden-path-conformance", W/${etag}` };
        expectStatus(await probe.get('/environments', { headers }), 304);
      },
    },
    {
      id: 'cache/private',
      level: 'read',
      proves: t('What needs a token is not offered to shared caches.'),
      async run({ probe, facts }) {
        if ((await facts.info()).auth?.type === 'none') return;
        const answer = await probe.get('/services');
        const control = answer.headers['cache-control'] ?? '';
        expect(!/\bpublic\b|s-maxage/i.test(control), t('Cache-Control is "{0}".', control), answer);
      },
    },
  ];
}
