/** A headless Chromium: the machine's own, or the one that ships inside an npm package. */
import { chromium } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { npmInstall, provide, run } from './cache.mjs';

const packaged = '153.0.0';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that a test has changed on its way counts as one from the internet, which may not ask this machine.
  '--disable-features=LocalNetworkAccessChecks',
];

/** Launches it; `{browser, executable}`. */
export async function launchBrowser({ headless = true } = {}) {
  const { executable, env } = await provideBrowser();
  const browser = await chromium.launch({
    executablePath: executable,
    headless,
    args: flags,
    env: { ...process.env, ...env },
  });
  return { browser, executable };
}

/** Takes the keyboard's layout out of the status bar: only a headless browser has to tell it. */
export async function hideKeyboardLayout(page) {
  await page.addStyleTag({ content: '[id="status.workbench.keyboardLayout"] { display: none !important }' });
}

async function provideBrowser() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`CHROMIUM_PATH names ${asked}, which is not there.`);
    return { executable: asked, env: {} };
  }
  const installed = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((candidate) => existsSync(candidate));
  if (installed) return { executable: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome was found. Install one, or name it in CHROMIUM_PATH.');
  }
  return packagedBrowser();
}

/** Unpacks the binary by ourselves: the package's own code is made for one cloud's machines. */
async function packagedBrowser() {
  const folder = await provide(
    `chromium-${packaged}`,
    `Chromium (@sparticuz/chromium ${packaged})`,
    async (temporary) => {
      await npmInstall(temporary, [`@sparticuz/chromium@${packaged}`]);
      const bin = path.join(temporary, 'node_modules', '@sparticuz', 'chromium', 'bin');
      const unpack = (file, target) =>
        pipeline(createReadStream(path.join(bin, file)), createBrotliDecompress(), createWriteStream(target));
      const executable = path.join(temporary, 'chromium');
      await unpack('chromium.br', executable);
      chmodSync(executable, 0o755);
      for (const archive of ['al2023', 'fonts', 'swiftshader']) {
        const tar = path.join(temporary, `${archive}.tar`);
        await unpack(`${archive}.tar.br`, tar);
        const target = archive === 'swiftshader' ? temporary : path.join(temporary, archive);
        mkdirSync(target, { recursive: true });
        await run('tar', ['-xf', tar, '-C', target]);
      }
    },
  );
  const executable = path.join(folder, 'chromium');
  const libraries = path.join(folder, 'al2023', 'lib');
  const missing = /not found/.test(String(spawnSync('ldd', [executable]).stdout));
  const env = { FONTCONFIG_FILE: fontConfiguration(folder) };
  if (missing) env.LD_LIBRARY_PATH = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executable, env };
}

/** The machine's fonts and, for one that has none, the package's: without any font the browser ends itself. */
function fontConfiguration(folder) {
  const file = path.join(folder, 'fonts.conf');
  const content = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(folder, 'fonts', 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
  if (!existsSync(file)) writeFileSync(file, content);
  return file;
}
