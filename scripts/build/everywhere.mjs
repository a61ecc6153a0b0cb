/** What lets one set of ES modules run in Node and in a browser alike. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * CommonJS dependencies inside an ES module still call `require`, for Node built-ins and for `vscode`. In a browser
 * there is none, and nothing there may ask for it (test/architecture).
 */
export const requireBanner =
  "const require=globalThis.process?.getBuiltinModule?.('node:module').createRequire(import.meta.url);";

/** Of a hundred modules two call it: the others go without the line, which each of them was given. */
export const bannerWhereNeeded = {
  name: 'banner-where-needed',
  setup(builder) {
    builder.onEnd(({ metafile, errors }) => {
      if (errors.length > 0) return;
      for (const [name, output] of Object.entries(metafile.outputs)) {
        const file = path.join(builder.initialOptions.absWorkingDir, name);
        if (!name.endsWith('.js')) continue;
        const text = readFileSync(file, 'utf8');
        const rest = text.replace(`${requireBanner}\n`, '');
        // A line less would lead the source map astray by one.
        if (/\brequire\b/.test(rest) || builder.initialOptions.sourcemap) continue;
        writeFileSync(file, rest);
        output.bytes = Buffer.byteLength(rest);
      }
    });
  },
};

/** Packages by the files that need no Node: `yaml` has its own, and the `browser` faces of the LSP packages hide theirs. */
export function browserFaces(root) {
  const file = (...segments) => path.join(root, 'node_modules', ...segments);
  const inner = [
    'vscode-languageserver',
    'vscode-languageclient',
    'vscode-languageserver-protocol',
    'vscode-jsonrpc',
  ];
  return {
    name: 'browser-faces',
    setup(builder) {
      builder.onResolve({ filter: /^yaml$/ }, () => ({ path: file('yaml', 'browser', 'index.js') }));
      for (const name of inner) {
        builder.onResolve({ filter: new RegExp(`^${name}/browser$`) }, async ({ resolveDir, kind }) => {
          const main = await builder.resolve(name, { resolveDir, kind });
          return { path: path.join(path.dirname(main.path), '..', 'browser', 'main.js') };
        });
      }
    },
  };
}

/**
 * The editor's API. In a browser a module cannot `require('vscode')`: the web extension's entry, which can, puts it
 * where the first module that wants it takes it away. Each name is an export of its own, so that what no module uses is
 * left out, and not every module lays all of the API over an object of its own when it is loaded.
 */
export function vscodeApi(root) {
  return {
    name: 'vscode-api',
    setup(builder) {
      builder.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
        namespace === 'vscode-api'
          ? { path: 'vscode', external: true }
          : { path: 'vscode', namespace: 'vscode-api' },
      );
      builder.onLoad({ filter: /.*/, namespace: 'vscode-api' }, () => ({
        contents: `
          const key = Symbol.for('golden-path.vscode');
          const api = globalThis[key] ?? require('vscode');
          delete globalThis[key];
          ${apiNames(root)
            .map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`)
            .join('\n')}`,
        loader: 'js',
      }));
    },
  };
}

/** What the editor's API gives at run time, by its types: those of the oldest editor that we support. */
function apiNames(root) {
  const types = readFileSync(path.join(root, 'node_modules/@types/vscode/index.d.ts'), 'utf8');
  const given = types.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm);
  return [...new Set([...given].map(([, name]) => name))];
}

/**
 * The worker's script. Editors start workers with classic scripts only; this one loads the server, an ES module that the
 * first message names, and says when it listens.
 */
export const workerScript = `self.onmessage = ({ data }) => {
  self.onmessage = null;
  import(data.module).then(
    () => self.postMessage({ ready: true }),
    (error) => self.postMessage({ error: String(error) }),
  );
};
`;
