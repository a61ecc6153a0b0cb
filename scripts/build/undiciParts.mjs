/**
 * Of undici only what is used: agents and plain requests over HTTP/1.1, with bodies that are texts. Its index also loads a
 * fetch, caches, mocks and web sockets, 215 KB that nothing calls; none of its modules has side effects to miss but the
 * methods that it gives to dispatchers. Its parser is WebAssembly, written as a text of 72 KB: it is a file beside instead.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const parser = 'llhttp.wasm';

const source = `
const Dispatcher = require('undici/lib/dispatcher/dispatcher.js');
Dispatcher.prototype.request = require('undici/lib/api/api-request.js');
exports.Agent = require('undici/lib/dispatcher/agent.js');
exports.EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent.js');
`;

/** @param {string} root folder whose node_modules has undici */
export function undiciParts(root) {
  return {
    name: 'undici-parts',
    setup(build) {
      build.onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'undici-parts' }));
      // The parser comes twice; the one without SIMD is for processors that no editor of ours runs on.
      build.onResolve({ filter: /llhttp(_simd)?-wasm(\.js)?$/ }, () => ({
        path: parser,
        namespace: 'undici-parser',
      }));
      build.onLoad({ filter: /.*/, namespace: 'undici-parser' }, () => ({
        contents: `module.exports = require('node:fs').readFileSync(require.resolve('./${parser}'));`,
        loader: 'js',
      }));
      build.onResolve({ filter: /^\.\/llhttp\.wasm$/, namespace: 'undici-parser' }, ({ path: name }) => ({
        path: name,
        external: true,
      }));
      // Its tables of methods, headers and characters are for who reads HTTP without the parser.
      build.onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/ }, ({ path: file }) => {
        const { ERROR, TYPE } = createRequire(file)(file);
        return { contents: `module.exports = ${JSON.stringify({ ERROR, TYPE })};`, loader: 'js' };
      });
      // Asked for by a server that offers HTTP/2 to a client that allows it, and by bodies that are forms or streams.
      build.onLoad(
        { filter: /undici[\\/]lib[\\/](dispatcher[\\/]client-h2|web[\\/]fetch[\\/]body)\.js$/ },
        () => ({
          contents: `module.exports = () => { throw new Error('Only HTTP/1.1 with texts is spoken here.'); };`,
          loader: 'js',
        }),
      );
      build.onLoad({ filter: /.*/, namespace: 'undici-parts' }, () => ({
        contents: source,
        loader: 'js',
        resolveDir: root,
      }));
    },
  };
}

/** Puts the parser where the modules look for it. */
export function writeParser(root, folder) {
  const require = createRequire(path.join(root, 'package.json'));
  writeFileSync(path.join(folder, parser), require('undici/lib/llhttp/llhttp_simd-wasm.js'));
}
