/**
 * Writes the lists of SECURITY.md from the source: every place that starts a program and every place that opens a
 * connection. A place without a line here stops it. `--check` only compares; `--sbom FILE` writes a CycloneDX list
 * of all packages, those of the tools too, for a release.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const kinds = {
  programs: /(?<![\w.])(?:spawn|spawnSync|execFile|execFileSync|fork)\(/,
  connections:
    /(?<![\w.#])fetch\(|(?<![\w.])(?:https?\.(?:get|request|ClientRequest)|net\.connect|tls\.connect|undiciFetch)\(|http : https\)\.request\(|from 'undici'/,
};
/** File: what it starts or reaches, and when. */
const known = {
  programs: {
    'src/platform/gitops/git.ts':
      '`git`, for promotions and roll backs of what follows Git: fetches the configuration repository, commits and pushes a branch; what it asks for, it asks by a script that runs Node with `dist/askpass.cjs`',
    'src/platform/kubernetes/execPlugin.ts':
      'What a chosen context of your kubeconfig names for its credentials (`user.exec`), once you allowed that command',
    'src/local/life/startDetached.ts': 'The local platform: Node with `dist/cli.cjs`, when you start it',
    'src/local/releases/git.ts': '`git`, to read a commit of a service or fetch its repository',
    'src/local/runtime/containerEngine.ts':
      '`docker`, `podman`: to ask whether they run, and for containers with an image',
    'src/local/runtime/processGroup.ts':
      'What manifests name (`command`, probes, build command), `npm`, `postgres`, `initdb`, `redis-server`; all on the local platform',
    'src/local/runtime/processIdentity.ts':
      '`ps` (macOS) or `powershell.exe` (Windows), to tell a process from a later one',
    'src/local/runtime/reaper.ts': 'The reaper: Node with `dist/cli.cjs`, beside the local platform',
    'src/local/runtime/signalGroup.ts': '`taskkill.exe` (Windows), to end a process and its children',
  },
  connections: {
    'src/platform/gitops/askpassProgram.ts':
      'A local socket (on Windows a pipe) of the program that runs `git`: hands over what git asks',
  },
};

function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort();
}

const said = {
  'src/cli/': 'the platform that the command names',
  'src/conformance/': 'the platform that is checked',
  'src/editor/auth/': 'the platform that you sign in to, and the sign-in service that it names',
  'src/local/actions/': '127.0.0.1: the service that is asked',
  'src/local/life/': '127.0.0.1: the local platform itself',
  'src/local/runtime/':
    'localhost: the processes that the local platform runs; a probe may name another host (`httpGet.host`)',
  'src/local/slo/': '127.0.0.1: the services that the local platform runs, for their objectives',
  'src/platform/': 'the platform that you connected to, and the sign-in service that it names',
};

function tableOf(kind) {
  const files = filesBelow('src').filter((file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    if (kind === 'programs' && file.endsWith('processIdentity.ts')) return true;
    return source
      .split('\n')
      .some((line) => kinds[kind].test(line) && !/^\s*(?:\*|\/\/|\/\*|async fetch|fetch\(.*\{$)/.test(line));
  });
  const rows = files.map((file) => {
    const what = known[kind][file] ?? (kind === 'connections' ? said[prefixOf(file)] : undefined);
    if (what === undefined) throw new Error(`Say in scripts/security.mjs what ${file} does (${kind}).`);
    return `| ${what} | \`${file}\` |`;
  });
  const stale = Object.keys(known[kind]).filter((file) => !files.includes(file));
  if (stale.length > 0)
    throw new Error(`No longer there, remove from scripts/security.mjs: ${stale.join(', ')}`);
  return ['| what | where |', '|---|---|', ...rows].join('\n');
}

function prefixOf(file) {
  return Object.keys(said).find((prefix) => file.startsWith(prefix)) ?? '';
}

/** What is bundled, by name and version. */
function summaryOf() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const imports = filesBelow('src').flatMap((file) => [
    ...readFileSync(path.join(root, file), 'utf8').matchAll(
      /^import (?!type )[^;]*? from '((?:@[\w-]+\/)?[a-z][\w-]*)/gm,
    ),
  ]);
  const names = new Set(imports.map(([, name]) => name));
  const rows = [...names].sort().flatMap((name) => {
    const found = packages[`node_modules/${name}`];
    return found ? [`| ${name} | ${found.version} | ${found.license} |`] : [];
  });
  return ['| package | version | licence |', '|---|---|---|', ...rows].join('\n');
}

export function generate(text) {
  const parts = { programs: tableOf('programs'), connections: tableOf('connections'), packages: summaryOf() };
  return Object.entries(parts).reduce((result, [name, table]) => {
    const pattern = new RegExp(`(<!-- ${name} -->\\n)[^]*?(\\n<!-- /${name} -->)`);
    if (!pattern.test(result)) throw new Error(`SECURITY.md has no place for ${name}.`);
    return result.replace(pattern, (_match, head, tail) => `${head}${table}${tail}`);
  }, text);
}

const file = path.join(root, 'SECURITY.md');
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sbom = process.argv.indexOf('--sbom');
  const before = readFileSync(file, 'utf8');
  const after = generate(before);
  if (sbom > 0) {
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
    const made = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (made.status !== 0) throw new Error(made.stderr);
    writeFileSync(process.argv[sbom + 1], made.stdout);
  } else if (process.argv.includes('--check')) {
    if (before !== after) throw new Error('SECURITY.md is not up to date: node scripts/security.mjs');
  } else writeFileSync(file, after);
}
