import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (docs/architecture.md, "The import matrix"). A folder always may import itself.
 * `node`: may use Node built-ins and Node-only packages, the whole folder or only the files named; `vscode`: may import the editor's API.
 */
export const importMatrix = {
  base: { may: [] },
  model: { may: ['base'] },
  contract: { may: ['base', 'model'] },
  language: { may: ['base', 'model'] },
  server: {
    may: ['base', 'model', 'language'],
    node: ['node.ts', 'stdio.ts', 'nodeHost.ts', 'nodeFiles.ts', 'nodeMessages.ts', 'walk.ts'],
  },
  platform: { may: ['base', 'model', 'contract'], node: true },
  gateway: { may: ['base', 'model', 'contract'], node: true },
  conformance: { may: ['base', 'model', 'contract'] },
  local: { may: ['base', 'model', 'contract', 'language'], node: true },
  cli: {
    may: ['base', 'model', 'contract', 'language', 'server', 'platform', 'gateway', 'conformance', 'local'],
    node: true,
  },
  webview: { may: ['base', 'model'] },
  editor: {
    may: ['base', 'model', 'platform'],
    typesOnly: ['language', 'webview'],
    node: true,
    vscode: true,
  },
};

const folders = Object.keys(importMatrix);
const nodeGlobals = ['process', 'Buffer', 'setImmediate', 'require', '__dirname', '__filename'].map(
  (name) => ({
    name,
    message: 'This file must run in a browser: no globals of Node.',
  }),
);

function restrictions(folder, node) {
  const { may, typesOnly = [], vscode = false } = importMatrix[folder];
  const denied = folders.filter(
    (other) => other !== folder && !may.includes(other) && !typesOnly.includes(other),
  );
  const patterns = [
    ...denied.map((other) => ({
      regex: `^(\\.\\./)+${other}/`,
      message: `src/${folder} must not import src/${other} (docs/architecture.md, the import matrix).`,
    })),
    ...typesOnly.map((other) => ({
      regex: `^(\\.\\./)+${other}/`,
      allowTypeImports: true,
      message: `src/${folder} may import types of src/${other} only.`,
    })),
    { regex: '^(\\.\\./)+extension(\\.web)?(\\.js)?$', message: 'Nothing imports the composition root.' },
  ];
  if (!node)
    patterns.push({ regex: '^node:', message: `src/${folder} must run in a browser: no Node built-ins.` });
  if (!vscode)
    patterns.push({ regex: '^vscode$', message: 'Only src/editor and src/extension*.ts import vscode.' });
  return patterns;
}

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      'coverage/',
      '**/generated/',
      '.cache/',
      '.vscode-test/',
      'examples/',
      'media/templates/',
      'test/editor/*/{workspace,fixture}/',
      'test/fixtures/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,mts}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/promise-function-async': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      eqeqeq: 'error',
      curly: ['error', 'multi-line'],
    },
  },
  ...folders.flatMap((folder) => {
    const { node = false } = importMatrix[folder];
    const rules = (mayUseNode) => ({
      'no-restricted-imports': ['error', { patterns: restrictions(folder, mayUseNode) }],
      'no-restricted-globals': mayUseNode ? 'off' : ['error', ...nodeGlobals],
    });
    const inFolder = { files: [`src/${folder}/**/*.ts`], rules: rules(node === true) };
    if (!Array.isArray(node)) return [inFolder];
    return [inFolder, { files: node.map((file) => `src/${folder}/${file}`), rules: rules(true) }];
  }),
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='child_process'][callee.property.name=/^exec(Sync)?$/]",
          message: 'Use spawn or execFile with an argument array; never a shell.',
        },
        {
          selector: "Property[key.name='shell'][value.value=true]",
          message: 'Never run a command through a shell.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    languageOptions: { globals: globals.node },
  },
);
