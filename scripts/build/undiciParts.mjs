/**
 * Of undici only what is used: agents and plain requests. Its index also loads a fetch, caches, mocks and web sockets,
 * 215 KB that nothing calls; none of its modules has side effects to miss but the methods that it gives to dispatchers.
 */
import path from 'node:path';

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
      build.onResolve({ filter: /llhttp-wasm(\.js)?$/ }, () => ({
        path: path.join(root, 'node_modules', 'undici', 'lib', 'llhttp', 'llhttp_simd-wasm.js'),
      }));
      build.onLoad({ filter: /.*/, namespace: 'undici-parts' }, () => ({
        contents: source,
        loader: 'js',
        resolveDir: root,
      }));
    },
  };
}
