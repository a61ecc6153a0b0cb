/**
 * Builds for production, packs golden-path-<version>.vsix and checks what is in it: `node scripts/package.mjs`.
 * Fails when a file is missing, is not expected, or a size budget of docs/architecture.md is exceeded.
 */
import { createVSIX } from '@vscode/vsce';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildProject } from './editor-host/project.mjs';
import { root } from './editor-host/suites.mjs';
import { readZip } from './editor-host/zip.mjs';

const kilobyte = 1024;
const budgets = { entry: 150 * kilobyte, javascript: 2.5 * kilobyte ** 2, package: 3 * kilobyte ** 2 };
const required = [
  'package.json',
  'package.nls.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'SECURITY.md',
  'dist/extension.cjs',
  'dist/extension.web.cjs',
  'dist/server.cjs',
  'dist/server.web.js',
  'dist/cli.cjs',
  'dist/askpass.cjs',
  'dist/lazy/llhttp.wasm',
  'dist/webview/form.js',
  'dist/webview/dashboards.js',
  'dist/webview/page.css',
  'dist/THIRD_PARTY_NOTICES.txt',
  'media/icon.png',
  'media/activity-bar.svg',
  'media/templates/node-http-service/template.yaml',
  'schemas/service.schema.json',
  'schemas/platform-api.yaml',
];
const allowed = [
  /^dist\/lazy\/([\w-]+\.js|llhttp\.wasm)$/,
  /^dist\/webview\/[\w-]+\.(js|css)$/,
  /^docs\/([\w-]+\/)*[\w-]+\.md$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^media\/((walkthrough|gutter)\/)?[\w-]+\.(png|svg)$/,
  /^media\/templates\/[\w-]+\/(template\.yaml|README\.md|skeleton\/[\w./-]+)$/,
  /^package\.nls(\.[\w-]+)?\.json$/,
  /^schemas\/[\w.-]+\.(json|yaml)$/,
  /^syntaxes\/[\w.-]+\.json$/,
];

const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join(root, `${name}-${version}.vsix`);
await buildProject('--production');
await createVSIX({
  cwd: root,
  packagePath: vsix,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
  skipLicense: false,
});

const files = readZip(vsix)
  .filter((file) => file.name.startsWith('extension/'))
  .map((file) => ({ ...file, name: file.name.slice('extension/'.length) }));
const names = new Set(files.map((file) => file.name));
const sum = (some) => some.reduce((total, { size }) => total + size, 0);
const sizes = {
  entry: sum(files.filter((file) => file.name === 'dist/extension.cjs')),
  javascript: sum(files.filter((file) => /\.[cm]?js$/.test(file.name))),
  package: statSync(vsix).size,
};
const manifest = JSON.parse(
  files
    .find((file) => file.name === 'package.json')
    ?.data()
    .toString('utf8') ?? '{}',
);
const faults = [
  ...contributedFiles(manifest.contributes)
    .filter((file) => !names.has(file))
    .map((file) => `${file} is contributed by package.json and missing.`),
  ...required.filter((file) => !names.has(file)).map((file) => `${file} is missing.`),
  ...[...names]
    .filter((file) => !required.includes(file) && !allowed.some((pattern) => pattern.test(file)))
    .map((file) => `${file} is not expected in the package.`),
  ...Object.entries(budgets)
    .filter(([what, budget]) => sizes[what] > budget)
    .map(
      ([what, budget]) =>
        `${what}: ${inKilobytes(sizes[what])} is over its budget of ${inKilobytes(budget)}.`,
    ),
];
for (const [what, budget] of Object.entries(budgets)) {
  process.stdout.write(
    `  ${what.padEnd(12)}${inKilobytes(sizes[what]).padStart(10)} of ${inKilobytes(budget)}\n`,
  );
}
process.stdout.write(`  ${files.length} files in ${path.relative(root, vsix)}\n`);
for (const fault of faults) process.stderr.write(`✘ ${fault}\n`);
process.exit(faults.length > 0 ? 1 : 0);

/** Every file that the extension's manifest names. */
function contributedFiles(value) {
  if (typeof value === 'string') {
    return /^(\.\/|media\/)[\w./-]+\.\w+$/.test(value) ? [value.replace(/^\.\//, '')] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(contributedFiles) : [];
}

function inKilobytes(bytes) {
  return `${Math.round(bytes / kilobyte)} KB`;
}
