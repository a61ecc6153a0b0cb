/**
 * The servers that companies run, in the per-user cache: Kubernetes, kwok, Argo CD and their tools built from their Go
 * modules, etcd, Redis and Prometheus from the machine or Debian's packages, Backstage from npm. Each is brought once.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, run } from '../editor-host/cache.mjs';
import { provideBackstage } from '../backstage/install.mjs';
import { provideDebian } from './debian.mjs';
import { findGo } from './onPath.mjs';

const modules = fileURLToPath(new URL('../../test/integration/engines/modules', import.meta.url));

const kubernetes = 'v1.36.1';
const argocd = '3.2.11';

/** Go packages by the program they become, in the order they are built: who waits for a cluster waits least. */
const programs = [
  { name: 'kube-apiserver', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  {
    name: 'kube-controller-manager',
    module: 'kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
  },
  { name: 'kube-scheduler', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  { name: 'kwok', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
  { name: 'argocd', module: 'argocd', package: 'github.com/argoproj/argo-cd/v3/cmd' },
  { name: 'kustomize', module: 'argocd', package: 'sigs.k8s.io/kustomize/kustomize/v5' },
  { name: 'helm', module: 'argocd', package: 'helm.sh/helm/v3/cmd/helm' },
];

const ofCluster = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

/** What the linker writes into a program, which a release's own build does too: others read the version it says. */
const stamps = {
  kubernetes: [
    `-X k8s.io/component-base/version.gitVersion=${kubernetes}`,
    '-X k8s.io/component-base/version.gitMajor=1',
    `-X k8s.io/component-base/version.gitMinor=${kubernetes.split('.')[1]}`,
  ],
  argocd: [`-X github.com/argoproj/argo-cd/v3/common.version=${argocd}`],
};

/** Of its folder in the cache: that of what the modules pin. */
export function enginesName() {
  const digest = createHash('sha256');
  for (const module of new Set(programs.map((program) => program.module))) {
    for (const file of ['go.mod', 'go.sum']) digest.update(readFileSync(path.join(modules, module, file)));
  }
  return `engines-${digest.digest('hex').slice(0, 12)}`;
}

/** Why the servers cannot be had on this machine; undefined where they can. */
export function whyNoEngines({ only } = {}) {
  if (process.platform !== 'linux') return 'The servers are started on Linux only.';
  if (wanted[only ?? 'all'].built.length > 0 && !findGo()) {
    return 'There is no Go toolchain: install Go 1.26 or newer to build the servers.';
  }
  return undefined;
}

/** What is brought for all servers, or for only some of them. */
const wanted = {
  kubernetes: { debian: ['etcd'], built: ofCluster },
  prometheus: { debian: ['prometheus'], built: [] },
  backstage: { debian: [], built: [] },
  all: { debian: ['etcd', 'redis-server', 'prometheus'], built: programs.map(({ name }) => name) },
};

/** Programs by name, each the path of a file, and what else the fixture takes; `only` as in start.mjs. */
export async function provideEngines({ only = 'all' } = {}) {
  const { debian, built } = wanted[only];
  const folder = path.join(cacheFolder(), enginesName());
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const found = {};
  for (const name of debian) found[name] = await provideDebian(name, folder);
  for (const program of programs) {
    if (built.includes(program.name)) found[program.name] = await provideProgram(program, bin);
  }
  return {
    folder,
    bin,
    programs: found,
    ...(only === 'all' && { argocd: await provideManifests(folder) }),
    ...(['all', 'backstage'].includes(only) && { backstage: await provideBackstage() }),
  };
}

async function provideProgram({ name, module, package: source }, bin) {
  const file = path.join(bin, name);
  if (existsSync(file)) return file;
  process.stderr.write(`Building ${name} into ${bin} (once) …\n`);
  const started = Date.now();
  const temporary = `${file}.${process.pid}`;
  const flags = ['-s', '-w', ...(stamps[module] ?? [])].join(' ');
  try {
    const args = ['build', '-p', '2', '-trimpath', '-ldflags', flags, '-o', temporary, source];
    await run(findGo(), args, { cwd: path.join(modules, module), env: goEnvironment() });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  process.stderr.write(`  built in ${Math.round((Date.now() - started) / 1000)} s\n`);
  return file;
}

/** The folder with the custom resource definitions that its module ships. */
async function provideManifests(folder) {
  const target = path.join(folder, 'argocd-crds');
  if (existsSync(target)) return target;
  const args = ['list', '-m', '-f', '{{.Dir}}', 'github.com/argoproj/argo-cd/v3'];
  const source = await run(findGo(), args, { cwd: path.join(modules, 'argocd'), env: goEnvironment() });
  const temporary = `${target}.${process.pid}`;
  cpSync(path.join(source.trim(), 'manifests', 'crds'), temporary, { recursive: true });
  renameSync(temporary, target);
  return target;
}

/** No C compiler is needed, and go.mod and go.sum are taken as they are. */
function goEnvironment() {
  return { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off', GOTOOLCHAIN: 'local' };
}
