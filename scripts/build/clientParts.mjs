/**
 * Of vscode-languageclient only what our server speaks: the library registers every feature of the protocol, and each one
 * that the server never offers would still be loaded, and listen to every edit. In their place stand features that do nothing.
 */

/** Modules of lib/common, and the features that they give. */
const absent = {
  callHierarchy: ['CallHierarchyFeature'],
  colorProvider: ['ColorProviderFeature'],
  declaration: ['DeclarationFeature'],
  diagnostic: ['DiagnosticFeature'],
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

const nothing = `
class Absent {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}
`;

const library = /vscode-languageclient[\\/]lib[\\/]common[\\/](\w+)\.js$/;

export const clientParts = {
  name: 'client-parts',
  setup(build) {
    build.onLoad({ filter: library }, ({ path }) => {
      const features = absent[library.exec(path)[1]];
      if (!features) return undefined;
      const made = features.map((name) => `exports.${name} = class extends Absent {};`);
      return { contents: nothing + made.join('\n'), loader: 'js' };
    });
    // It asks whether the editor is 1.91 or newer; no older one than our own `engines` says loads this.
    build.onResolve({ filter: /^semver\/functions\/(parse|satisfies)$/ }, ({ path }) => ({
      path,
      namespace: 'client-parts',
    }));
    build.onLoad({ filter: /.*/, namespace: 'client-parts' }, () => ({
      contents: 'module.exports = (version) => version;',
      loader: 'js',
    }));
  },
};
