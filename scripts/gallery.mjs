/**
 * Photographs every view and state in the real editor, dark, light and in high contrast, into out/gallery/ with a page
 * to look at them: `npm run gallery [-- dark light contrast contrast-light]`. Puts the best into media/ for the README
 * with `--readme` (`--no-photos`: those that are there already); look at them before they are committed.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './editor-host/cache.mjs';
import { themes } from './editor-host/editor.mjs';
import { initRepository, root } from './editor-host/suites.mjs';
import { animated } from './gallery/animation.mjs';

/** What the README shows, by theme, state and name. */
const best = [
  ['dark', 'deployed', 'overview'],
  ['light', 'production-guard', 'plan'],
  ['dark', 'problem', 'problem'],
  ['dark', 'dashboard-service', 'dashboard'],
  ['light', 'drift', 'drift'],
  ['dark', 'dashboard-golden-path', 'golden-path'],
];

/** What its recording shows, in this order: from no platform to production, and what went wrong there. */
const film = [
  'no-platform',
  'services-not-deployed',
  'plan',
  'deployed',
  'logs',
  'production-guard',
  'production-name',
  'production',
  'incident-page',
  'dashboard-service',
];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    readme: { type: 'boolean', default: false },
    photos: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const out = path.join(root, 'out', 'gallery');
const wanted = positionals.length > 0 ? positionals : Object.keys(themes);
if (options.photos) await photograph();
writePage();
if (options.readme) fillReadme();
process.stdout.write(`${path.join(out, 'index.html')}\n`);

async function photograph() {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'golden-path-gallery-'));
  for (const theme of wanted) rmSync(path.join(out, theme), { recursive: true, force: true });
  try {
    const folder = path.join(temporary, 'sample');
    cpSync(path.join(root, 'examples'), folder, { recursive: true });
    initRepository(folder);
    const steps = path.join(root, 'scripts', 'gallery', 'journey.mjs');
    const open = path.join(root, 'scripts', 'editor-open.mjs');
    const args = [open, '--folder', folder, '--theme', wanted[0], '--steps', steps, '--size', '1200x720'];
    const env = { ...process.env, GALLERY: out, THEMES: wanted.join(' ') };
    process.stdout.write(await run(process.execPath, args, { cwd: root, env }));
    const views = path.join(root, 'scripts', 'gallery', 'pictureViews.mjs');
    const inThemes = wanted.flatMap((theme) => ['--theme', theme]);
    await run(process.execPath, [views, '--out', out, ...inThemes], { cwd: root }).catch((error) => {
      // The page of all is still wanted.
      process.exitCode = 1;
      process.stderr.write(`${error.message}\n`);
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One page with every picture, a row a state and a column a theme. */
function writePage() {
  const shown = Object.keys(themes).filter((theme) => existsSync(path.join(out, theme)));
  const names = [...new Set(shown.flatMap((theme) => readdirSync(path.join(out, theme))))].sort();
  const cell = (theme, name) =>
    existsSync(path.join(out, theme, name))
      ? `<td><img src="${theme}/${name}" alt="${name} ${theme}" width="420"></td>`
      : '<td>missing</td>';
  const rows = names.map(
    (name) =>
      `<tr><th>${name.replace('.png', '')}</th>${shown.map((theme) => cell(theme, name)).join('')}</tr>`,
  );
  const head = `<tr><th></th>${shown.map((theme) => `<th>${theme}</th>`).join('')}</tr>`;
  writeFileSync(
    path.join(out, 'index.html'),
    `<!DOCTYPE html><meta charset="utf-8"><title>Gallery</title><table>${head}${rows.join('\n')}</table>\n`,
  );
}

function fillReadme() {
  const picture = (theme, state) => {
    const name = readdirSync(path.join(out, theme)).find(
      (file) => file.replace(/^\d+-/, '') === `${state}.png`,
    );
    if (!name) throw new Error(`${theme} has no picture of ${state}.`);
    return path.join(out, theme, name);
  };
  for (const [theme, state, name] of best) {
    copyFileSync(picture(theme, state), path.join(root, 'media', `screenshot-${name}.png`));
  }
  const frames = film.map((state) => readFileSync(picture('dark', state)));
  writeFileSync(path.join(root, 'media', 'recording.png'), animated(frames, 1.8));
}
