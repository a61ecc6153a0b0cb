import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { member } from '../manifest/json.js';
import type { PlatformRecord } from './record.js';
import { readToken } from './token.js';

const services = [
  { name: 'storefront', template: 'static-website' },
  { name: 'checkout', template: 'node-http-service' },
  { name: 'mailer', template: 'node-worker' },
] as const;

type Call = (method: string, route: string, body?: object) => Promise<unknown>;

/** Makes three services of the templates and runs them in development, where there is no service yet. Throws `UserError`. */
export async function seedDemo(record: PlatformRecord, folder: string, signal: AbortSignal): Promise<void> {
  const call = caller(record, signal);
  const known = member(await call('GET', '/services?view=Basic'), 'items');
  if (Array.isArray(known) && known.length > 0) return;
  await mkdir(folder, { recursive: true });
  for (const { name, template } of services) {
    const place = path.join(folder, name);
    // What an earlier seed left half made.
    await rm(place, { recursive: true, force: true });
    await ended(
      call,
      await call('POST', `/templates/${template}/runs`, { values: { name, owner: 'demo', folder: place } }),
      signal,
    );
    const manifest: unknown = parse(await readFile(path.join(place, 'platform.yaml'), 'utf8'));
    const release = await call('POST', `/services/${name}/releases`, { manifest, source: { folder: place } });
    const request = { environment: 'development', kind: 'Deploy', release: member(release, 'id') };
    await ended(call, await call('POST', `/services/${name}/deployments`, request), signal);
  }
}

async function ended(call: Call, operation: unknown, signal: AbortSignal): Promise<void> {
  const id = String(member(operation, 'id'));
  for (;;) {
    const now = await call('GET', `/operations/${id}`);
    if (member(now, 'state') === 'Succeeded') return;
    if (member(now, 'done') === true) {
      throw new UserError(
        'local.not-seeded',
        t('The demo could not be made: {0}', String(member(now, 'message'))),
      );
    }
    await delay(200, signal);
  }
}

function caller(record: PlatformRecord, signal: AbortSignal): Call {
  const token = readToken(record.tokenFile) ?? '';
  return async (method, route, body) => {
    const response = await fetch(`${record.url}${route}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal,
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new UserError(
      'local.not-seeded',
      t('The demo could not be made: {0}', String(member(answer, 'detail'))),
    );
  };
}
