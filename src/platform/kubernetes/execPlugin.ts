import { execFile } from 'node:child_process';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { isObject, textAt } from '../json.js';

/**
 * Whether a person lets a command of their kubeconfig run; in an editor only in a trusted workspace. Asked once for a
 * command, before its first run.
 */
export type ExecConsent = (command: string, args: readonly string[]) => Promise<boolean>;

/** What a credential plugin gives (client.authentication.k8s.io, `ExecCredential`). */
export interface ExecCredential {
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface ExecPluginOptions {
  /** `user.exec` of the kubeconfig. */
  readonly exec: Readonly<Record<string, unknown>>;
  readonly folder: string;
  /** Told to plugins that ask for it. */
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly consent: ExecConsent | undefined;
  readonly now: () => number;
}

const apiVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const patienceMs = 60_000;
const mostBytes = 1024 * 1024;
/** So long before its end a credential counts as over. */
const skewMs = 30_000;

/** A command of the kubeconfig that gives credentials, run as kubectl does, without a terminal and never by a shell. */
export class ExecPlugin {
  readonly #options: ExecPluginOptions;
  readonly #command: string;
  readonly #args: readonly string[];
  #known: Promise<ExecCredential & { readonly goodUntil: number }> | undefined;
  #consent: Promise<boolean> | undefined;

  constructor(options: ExecPluginOptions) {
    this.#options = options;
    const { exec, folder } = options;
    const command = textAt(exec, 'command') ?? '';
    // A path is seen from the file's folder, a bare name from PATH.
    this.#command = /[\\/]/.test(command) ? path.resolve(folder, command) : command;
    this.#args = Array.isArray(exec['args']) ? exec['args'].map(String) : [];
  }

  /** The credential of now; another than `refused` where the server has just turned that one down. */
  async get(refused?: string): Promise<ExecCredential> {
    const before = this.#known;
    const known = await before?.catch(() => undefined);
    const isGood = known && known.goodUntil > this.#options.now();
    if (known && isGood && (refused === undefined || refused !== known.token)) return known;
    if (this.#known === before) this.#known = this.#run();
    return (await this.#known) ?? {};
  }

  async #run(): Promise<ExecCredential & { readonly goodUntil: number }> {
    const { exec, consent } = this.#options;
    const apiVersion = textAt(exec, 'apiVersion') ?? '';
    if (!apiVersions.includes(apiVersion) || textAt(exec, 'interactiveMode') === 'Always') {
      throw this.#failed(t('It cannot be run without a terminal, or is of an old kind.'));
    }
    if (!(await (this.#consent ??= consent?.(this.#command, this.#args)))) {
      this.#consent = undefined;
      throw this.#failed(t('Nobody allowed it to run.'));
    }
    return this.#read(await this.#start(apiVersion));
  }

  #start(apiVersion: string): Promise<string> {
    const { exec, cluster } = this.#options;
    const spec = {
      interactive: false,
      ...(exec['provideClusterInfo'] === true && { cluster: clusterInfo(cluster) }),
    };
    const list = Array.isArray(exec['env']) ? exec['env'].filter(isObject) : [];
    const env = {
      ...process.env,
      ...Object.fromEntries(list.map((one) => [textAt(one, 'name') ?? '', textAt(one, 'value') ?? ''])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }),
    };
    return new Promise((resolve, reject) => {
      const options = { env, timeout: patienceMs, maxBuffer: mostBytes, windowsHide: true };
      const child = execFile(this.#command, [...this.#args], options, (error, stdout) => {
        if (error) reject(this.#failed(reasonOf(error)));
        else resolve(stdout);
      });
      child.stdin?.end();
    });
  }

  #read(output: string): ExecCredential & { readonly goodUntil: number } {
    let answer: unknown;
    try {
      answer = JSON.parse(output);
    } catch {
      answer = undefined;
    }
    const status = isObject(answer) && isObject(answer['status']) ? answer['status'] : {};
    const token = textAt(status, 'token');
    const cert = textAt(status, 'clientCertificateData');
    const key = textAt(status, 'clientKeyData');
    if (token === undefined && cert === undefined) throw this.#failed(t('It gives no credential.'));
    const end = textAt(status, 'expirationTimestamp');
    return {
      ...(token !== undefined && { token }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      goodUntil: end === undefined ? Infinity : Date.parse(end) - skewMs,
    };
  }

  /** What the plugin prints may hold a secret, so only its end is told. */
  #failed(why: string): PlatformError {
    return new PlatformError(
      'unauthenticated',
      t('"{0}" of the kubeconfig signs nobody in. {1}', path.basename(this.#command), why),
    );
  }
}

function reasonOf(
  error: Error & { readonly code?: string | number | null; readonly killed?: boolean },
): string {
  if (error.code === 'ENOENT') return t('It is not installed here.');
  if (error.killed === true) return t('It did not end in time.');
  return t('It failed ({0}). Run it in a terminal to see why.', error.code ?? '');
}

function clusterInfo(cluster: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const told = [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority-data',
    'proxy-url',
  ];
  return Object.fromEntries(told.flatMap((key) => (key in cluster ? [[key, cluster[key]]] : [])));
}
