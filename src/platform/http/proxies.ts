import { BlockList, isIP } from 'node:net';
import { isLoopback } from './url.js';

/** The proxy that leads to an address; `undefined` where it is reached directly. */
export type ProxyFor = (url: URL) => URL | undefined;

/**
 * What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, as kubectl reads them: this machine is never reached by a proxy,
 * `NO_PROXY` has names (with all below them), `.names` (only below), addresses, networks (CIDR), ports, or `*`.
 */
export function proxiesIn(env: Readonly<Record<string, string | undefined>>): ProxyFor {
  const read = (name: string): string => env[name] ?? env[name.toLowerCase()] ?? '';
  const exceptions = read('NO_PROXY')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  return (url) => {
    const told = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
    if (told === '' || isLoopback(url.hostname)) return undefined;
    if (exceptions.some((one) => isMeant(one, url))) return undefined;
    const text = told.includes('://') ? told : `http://${told}`;
    return URL.canParse(text) ? new URL(text) : undefined;
  };
}

function isMeant(exception: string, url: URL): boolean {
  if (exception === '*') return true;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const [, name = exception, wanted] = /^(\[.*\]|[^:]*):(\d+)$/.exec(exception) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const plain = name.replace(/^\[|\]$/g, '').replace(/^\*/, '');
  const [address = '', bits] = plain.split('/');
  const family = isIP(address);
  if (family !== 0) return isIP(host) === family && isWithin(host, address, family, bits);
  return plain.startsWith('.') ? host.endsWith(plain) : host === plain || host.endsWith(`.${plain}`);
}

function isWithin(host: string, address: string, family: number, bits: string | undefined): boolean {
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const most = family === 6 ? 128 : 32;
  const prefix = Number(bits ?? most);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, type);
  return list.check(host, type);
}
