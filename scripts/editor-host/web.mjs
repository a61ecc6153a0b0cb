/**
 * The editor as a pure browser application: the workbench without a machine behind it, extensions in its web extension
 * host. What the server of VS Code would give it comes from a second origin, as it does at vscode.dev.
 */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { quietSettings } from './editor.mjs';
import { root } from './suites.mjs';

const types = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.md': 'text/plain',
};
/** Its files are what tests work on; the fixture extension in test/editor/web/fixture keeps them in memory. */
export const webFolder = 'vscode-test-web://memory/';
const configuration = 'vscode-workbench-web-configuration';

/** Serves the extension, the tests and the workspace to other origins. `{origin, stop}`. */
export async function serveWebFiles({ extension, tests, workspace }) {
  const folders = {
    extension,
    files: path.join(root, 'test', 'editor', 'web', 'fixture'),
    // Below an extension: tests run in the extension host of the one that they lie in.
    'files/tests': path.dirname(tests),
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (pathname === '/workspace.json') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(textsBelow(workspace)));
      return;
    }
    const file = fileAt(folders, decodeURIComponent(pathname));
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `http://localhost:${server.address().port}`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** The file that an address names, by the longest folder that it begins with. */
function fileAt(folders, pathname) {
  const [name, base] =
    Object.entries(folders)
      .filter(([folder]) => pathname.startsWith(`/${folder}/`))
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  if (!base) return undefined;
  const file = path.join(base, pathname.slice(name.length + 1));
  return file.startsWith(base) && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function textsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
    }),
  );
}

/** What code-server's build of the workbench takes from its machine, and what VS Code's own has in a browser. */
const changes = [
  ['remoteAuthority:location.host', 'remoteAuthority:undefined'],
  [/(file\(this\.userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, '$1vscodeUserData'],
];

async function withoutMachine(route) {
  const response = await route.fetch();
  let script = await response.text();
  for (const [from, to] of changes) {
    if (script.search(from) < 0)
      throw new Error(`This workbench is built in another way: it has no ${from}.`);
    script = script.replace(from, to);
  }
  await route.fulfill({ response, body: script });
}

/** Opens the workbench of `server` in `page` as if there were no server; the extension and the tests come from `origin`. */
export async function openWebWorkbench(page, server, { origin, settings }) {
  await page.route('**/workbench/workbench.js', withoutMachine);
  await page.route(`${server.url}?*`, async (route) => {
    const response = await route.fetch();
    const html = rewritten(await response.text(), (given) => ({
      ...given,
      remoteAuthority: undefined,
      userDataPath: '/',
      enableWorkspaceTrust: false,
      configurationDefaults: { ...quietSettings, ...settings },
      developmentOptions: {
        enableSmokeTestDriver: true,
        extensions: [at(origin, '/extension'), at(origin, '/files')],
        extensionTestsPath: at(origin, '/files/tests/index'),
      },
    }));
    const headers = response.headers();
    const policy = headers['content-security-policy']?.replace('connect-src', `connect-src ${origin}`);
    await route.fulfill({
      body: html,
      headers: { ...headers, ...(policy && { 'content-security-policy': policy }) },
    });
  });
  await page.goto(`${server.url}?${new URLSearchParams({ folder: webFolder }).toString()}`);
}

function rewritten(html, change) {
  const pattern = new RegExp(`(id="${configuration}" data-settings=")([^"]*)`);
  if (!pattern.test(html)) throw new Error('The page of the workbench has no configuration to change.');
  return html.replace(pattern, (_, before, value) => {
    const given = JSON.parse(
      value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
    );
    const after = JSON.stringify(change(given));
    return before + after.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  });
}

function at(origin, pathname) {
  const { protocol, host } = new URL(origin);
  return { scheme: protocol.slice(0, -1), authority: host, path: pathname };
}
