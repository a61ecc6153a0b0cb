/**
 * Loads and activates dist/extension.cjs once, in a process of its own, against an editor API that accepts every call
 * and does nothing. Prints what it took and what it did as one line of JSON.
 */
import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../ci/stages.mjs';

const require = createRequire(import.meta.url);

/** Anything of the API: callable, constructible, disposable, an empty list. */
function anything() {
  return new Proxy(function () {}, {
    get: (target, key) => {
      if (key === 'then' || key === '__esModule') return undefined;
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => '';
      return Reflect.has(target, key) ? target[key] : (target[key] = anything());
    },
    apply: () => anything(),
    construct: () => anything(),
  });
}

// The bundle copies the module's own properties, of which there are none, and inherits the rest.
const vscode = Object.create(anything());
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'vscode' ? vscode : load.call(this, request, ...rest);
};

const effects = [];
function watch(module, names) {
  for (const name of names) {
    const original = module[name];
    module[name] = function (...args) {
      effects.push(name);
      return original.apply(this, args);
    };
  }
}
watch(net.Socket.prototype, ['connect']);
watch(dns, ['lookup']);
watch(childProcess, ['spawn', 'exec', 'execFile', 'fork', 'spawnSync', 'execFileSync']);
watch(fs, ['readdir', 'readdirSync', 'opendir', 'watch']);
watch(fs.promises, ['readdir', 'opendir', 'watch']);

const context = {
  subscriptions: [],
  extensionMode: 1,
  extensionUri: anything(),
  extensionPath: root,
  asAbsolutePath: (file) => path.join(root, file),
  globalState: anything(),
  workspaceState: anything(),
  secrets: anything(),
};

const start = performance.now();
const extension = require(process.argv[2]);
const loaded = performance.now();
const result = extension.activate(context);
const called = performance.now();
await result;
const resolved = performance.now();
process.stdout.write(
  JSON.stringify({
    load: loaded - start,
    call: called - loaded,
    total: resolved - start,
    effects,
    registered: context.subscriptions.length,
  }),
);
process.exit(0);
