import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate with its private key, as PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certified {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** DER: one value of X.690. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size: number[] = [];
  for (let left = body.length; left > 0; left >>= 8) size.unshift(left & 0xff);
  const length = body.length < 0x80 ? [body.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const yes = der(0x01, Buffer.from([0xff]));
const bits = (value: Buffer): Buffer => der(0x03, Buffer.from([0]), value);
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(common)))));
const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), der(0x04, value));

interface Subject {
  readonly common: string;
  readonly from: Date;
  readonly to: Date;
  readonly extensions: readonly Buffer[];
}

function certificate(subject: Subject, publicKey: KeyObject, issuer: string, issuerKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(subject.from), time(subject.to)),
    nameOf(subject.common),
    spki,
    der(0xa3, sequence(...subject.extensions)),
  );
  const signed = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuerKey)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const day = 86_400_000;

/** An authority of its own, made for one run: no key is ever in the repository. */
export function makeAuthority(name = 'Golden Path Test Authority'): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyId = createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
  const extensions = [extension('551d13', sequence(yes), true), extension('551d0e', der(0x04, keyId))];
  const now = Date.now();
  const subject = { common: name, from: new Date(now - day), to: new Date(now + day), extensions };
  const cert = certificate(subject, publicKey, name, privateKey);
  return { name, privateKey, cert, key: pem(privateKey) };
}

/** A server's certificate for `hosts`, good from yesterday to tomorrow unless it is said to be expired. */
export function certify(
  authority: Authority,
  hosts: readonly string[],
  { expired = false }: { readonly expired?: boolean } = {},
): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? der(0x87, Buffer.from(host.split('.').map(Number)))
      : der(0x82, Buffer.from(host)),
  );
  const now = Date.now();
  const subject = {
    common: hosts[0] ?? 'server',
    from: new Date(now - 3 * day),
    to: new Date(expired ? now - day : now + day),
    extensions: [extension('551d11', sequence(...names))],
  };
  return {
    cert: certificate(subject, publicKey, authority.name, authority.privateKey),
    key: pem(privateKey),
  };
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
