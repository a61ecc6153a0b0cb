import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { certify, makeAuthority, type Authority } from '../../../support/certificates.js';
import { freePorts } from '../ports.js';

/** Paths of the programs by name. */
export type Programs = Readonly<Record<string, string>>;

/** What a cluster is started from: its keys, its files and its ports. */
export interface Ground {
  readonly folder: string;
  readonly programs: Programs;
  readonly authority: Authority;
  readonly files: Readonly<Record<'ca' | 'cert' | 'key' | 'accounts' | 'tokens' | 'kubeconfig', string>>;
  readonly accountsKey: string;
  readonly adminToken: string;
  readonly ports: {
    readonly etcd: number;
    readonly peer: number;
    readonly api: number;
    readonly kwok: number;
  };
}

export async function prepareGround(folder: string, programs: Programs): Promise<Ground> {
  mkdirSync(folder, { recursive: true });
  const [etcd = 0, peer = 0, api = 0, kwok = 0] = await freePorts(4);
  const authority = makeAuthority('Engines Authority');
  const served = certify(authority, ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default.svc']);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const accountsKey = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const adminToken = randomBytes(24).toString('hex');
  const keep = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const files = {
    ca: keep('ca.crt', authority.cert),
    cert: keep('server.crt', served.cert),
    key: keep('server.key', served.key),
    accounts: keep('accounts.key', accountsKey),
    tokens: keep('tokens.csv', `${adminToken},admin,admin,"system:masters"\n`),
    kubeconfig: keep('admin.kubeconfig', adminKubeconfig(`https://127.0.0.1:${api}`, authority, adminToken)),
  };
  const ports = { etcd, peer, api, kwok };
  return { folder, programs, authority, files, accountsKey, adminToken, ports };
}

function adminKubeconfig(server: string, authority: Authority, token: string): string {
  const ca = Buffer.from(authority.cert).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'admin',
    clusters: [{ name: 'engines', cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'admin', context: { cluster: 'engines', user: 'admin' } }],
  });
}
