/**
 * The libraries of the Language Server Protocol as the ES modules that they were written as. Their packages hold what the
 * TypeScript compiler made of them for CommonJS, of which a bundler can leave nothing out; it always makes the same of the
 * same, line by line, so that it can be told back. A file with anything else in it is bundled as it is.
 */
import { readFileSync } from 'node:fs';

const modules =
  /node_modules[\\/](?:(?:vscode-jsonrpc|vscode-language(?:server|client|server-protocol))[\\/]lib[\\/](?:common|node|browser)|vscode-languageserver-types[\\/]lib[\\/]esm)[\\/].*\.js$/;

/** What the compiler adds in front of a module. */
const helpers =
  /^var __(?:createBinding|setModuleDefault|importStar|importDefault|exportStar) = [^]*?^(?:\}|\}\)|\}\)\))(?:\(\))?\)?;$/gm;
const marks =
  /^(?:["']use strict["'];|Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);|(?:exports\.\w+ = )+void 0;)$/gm;

/** A namespace: called at once, and without an effect but what it returns. */
const namespaces =
  /^(?<exported>export )?var (?<name>\w+);\n\(function \(\k<name>\) \{\n(?<body>[^]*?)^\}\)\(\k<name> \|\| \((?<also>exports\.\k<name> = )?\k<name> = \{\}\)\);$/gm;

/** @param {string} source a module of CommonJS, or with namespaces @returns {string} the same as an ES module */
export function asModule(source) {
  const origins = new Map();
  const names = new Map();
  const exported = (name, local) => {
    names.set(name, local);
    return `export { ${local} as ${name} };`;
  };
  const text = source
    .replace(helpers, '')
    .replace(marks, '')
    .replace(namespaces, (_, before, name, body, also) => {
      const called = `var ${name} = /* @__PURE__ */ (function (${name}) {\n${body}return ${name};\n})({});`;
      return before || also ? `${called}\n${exported(name, name)}` : called;
    })
    .replace(/^(\}\)\((\w+) \|\| \()exports\.\2 = (\2 = \{\}\)\);)$/gm, '$1$3')
    .replace(
      /^(?:const|var) (\w+_\d+|\w+(?= = __importStar)) = (?:require|__import(?:Star|Default)\(require)\(("[^"]+")\)?\);$/gm,
      (_, name, from) => {
        origins.set(name, from);
        return `import * as ${name} from ${from};`;
      },
    )
    .replace(/^__exportStar\(require\(("[^"]+")\), exports\);$/gm, 'export * from $1;')
    .replace(
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm,
      (line, name, origin, original) =>
        origins.has(origin) ? `export { ${original} as ${name} } from ${origins.get(origin)};` : line,
    )
    .replace(/^exports\.(\w+) = ([A-Za-z_]\w*);$/gm, (_, name, local) => exported(name, local))
    .replace(/^exports\.(\w+) = (?!exports)/gm, (_, name) => {
      const local = `exported_${name}`;
      return `${exported(name, local)}\nconst ${local} = `;
    })
    .replace(/\bexports\.(\w+)/g, (use, name) => names.get(name) ?? use);
  return /\bexports\b|__(?:import|export)/.test(text) ? source : text;
}

export const protocolModules = {
  name: 'protocol-modules',
  setup(build) {
    build.onLoad({ filter: modules }, ({ path }) => ({
      contents: asModule(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};
