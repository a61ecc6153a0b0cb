/**
 * Of the libraries of the Language Server Protocol only what our server and its client speak: they register every feature of
 * the protocol, and each one that is never offered would still be loaded and, in the editor, listen to every edit. In their
 * place stand features that do nothing.
 */

/** Modules of the client's lib/common, and what they give. */
const absentInClient = {
  callHierarchy: ['CallHierarchyFeature'],
  codeLens: ['CodeLensFeature'],
  colorProvider: ['ColorProviderFeature'],
  declaration: ['DeclarationFeature'],
  diagnostic: ['DiagnosticFeature', 'DiagnosticPullMode', 'vsdiag'],
  executeCommand: ['ExecuteCommandFeature'],
  fileOperations: [
    'DidCreateFilesFeature',
    'DidRenameFilesFeature',
    'DidDeleteFilesFeature',
    'WillCreateFilesFeature',
    'WillRenameFilesFeature',
    'WillDeleteFilesFeature',
  ],
  implementation: ['ImplementationFeature'],
  inlineCompletion: ['InlineCompletionItemFeature'],
  inlineValue: ['InlineValueFeature'],
  notebook: ['NotebookDocumentSyncFeature'],
  signatureHelp: ['SignatureHelpFeature'],
  textDocumentContent: ['TextDocumentContentFeature'],
  typeDefinition: ['TypeDefinitionFeature'],
  typeHierarchy: ['TypeHierarchyFeature'],
};

/** Modules of the server's lib/common, and what they give: what they lay over a class of the connection. */
const absentInServer = {
  callHierarchy: ['CallHierarchyFeature'],
  fileOperations: ['FileOperationsFeature'],
  inlineCompletion: ['InlineCompletionFeature'],
  inlineValue: ['InlineValueFeature'],
  moniker: ['MonikerFeature'],
  notebook: ['NotebookSyncFeature', 'NotebookDocuments'],
  textDocumentContent: ['TextDocumentContentFeature'],
  typeHierarchy: ['TypeHierarchyFeature'],
};

const nothing = `
class Absent {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}
`;

const client = /vscode-languageclient[\\/]lib[\\/]common[\\/](\w+)\.js$/;
const server = /vscode-languageserver[\\/]lib[\\/]common[\\/](\w+)\.js$/;
/** The server's search for modules that a person has installed, and what it gives. */
const installedModules = /vscode-languageserver[\\/]lib[\\/]node[\\/]files\.js$/;
const absentFiles = [
  'resolve',
  'resolveGlobalNodePath',
  'resolveGlobalYarnPath',
  'resolveModulePath',
  'uriToFilePath',
];

const asModule = (contents) => ({ contents, loader: 'js' });

export const protocolParts = {
  name: 'protocol-parts',
  setup(build) {
    build.onLoad({ filter: client }, ({ path }) => {
      const features = absentInClient[client.exec(path)[1]];
      if (!features) return undefined;
      return asModule(nothing + features.map((name) => `export class ${name} extends Absent {}`).join('\n'));
    });
    build.onLoad({ filter: server }, ({ path }) => {
      const features = absentInServer[server.exec(path)[1]];
      return (
        features && asModule(features.map((name) => `export const ${name} = (Base) => Base;`).join('\n'))
      );
    });
    build.onLoad({ filter: installedModules }, () => asModule(`export let ${absentFiles.join(', ')};`));
    // It asks whether the editor is 1.91 or newer; no older one than our own `engines` says loads this.
    build.onResolve({ filter: /^semver\/functions\/(parse|satisfies)$/ }, ({ path }) => ({
      path,
      namespace: 'protocol-parts',
    }));
    build.onLoad({ filter: /.*/, namespace: 'protocol-parts' }, () =>
      asModule('module.exports = (version) => version;'),
    );
  },
};
