import { targetOf, type Import } from './imports.js';

/** One row of the import matrix of eslint.config.mjs. */
export interface MatrixRow {
  readonly may: readonly string[];
  readonly typesOnly?: readonly string[];
  /** The whole folder, or the files named. */
  readonly node?: boolean | readonly string[];
  readonly vscode?: boolean;
}

export type Matrix = Readonly<Record<string, MatrixRow>>;

const compositionRoot = /^src\/extension(\.web)?\.ts$/;
/** The only place of src/platform that may load undici: the command line's transport. */
const undiciTransport = 'src/platform/http/undiciTransport.ts';

/** What breaks the import matrix, a line each. */
export function matrixFaults(imports: readonly Import[], matrix: Matrix): string[] {
  return imports.flatMap((found) => {
    const fault = faultOf(found, matrix);
    return fault ? [`${found.file}:${found.line} imports ${found.specifier}: ${fault}`] : [];
  });
}

function faultOf(found: Import, matrix: Matrix): string | undefined {
  const { file, specifier, typeOnly } = found;
  const target = targetOf(found);
  // Data such as the version: it loads nothing.
  if (target === 'package.json') return undefined;
  if (target && compositionRoot.test(target)) return 'nothing imports the composition root';
  if (compositionRoot.test(file)) return undefined;
  const folder = folderOf(file);
  const row = folder === undefined ? undefined : matrix[folder];
  if (!folder || !row) return `${file} is in no folder of the matrix`;
  if (specifier === 'vscode' && !row.vscode) return 'only src/editor and src/extension*.ts may';
  if (specifier.startsWith('node:') && !mayUseNode(file, folder, row)) return `${file} must run in a browser`;
  if (/^undici($|\/)/.test(specifier) && !mayLoadUndici(file, folder)) {
    return 'undici is for the command line';
  }
  const other = target === undefined ? undefined : folderOf(target);
  if (target === undefined || other === folder || (other && row.may.includes(other))) return undefined;
  if (other && row.typesOnly?.includes(other)) {
    return typeOnly ? undefined : `src/${folder} may take types only`;
  }
  return `src/${folder} must not import src/${other ?? ''}`;
}

function mayUseNode(file: string, folder: string, { node = false }: MatrixRow): boolean {
  return typeof node === 'boolean' ? node : node.some((name) => file === `src/${folder}/${name}`);
}

function mayLoadUndici(file: string, folder: string): boolean {
  return folder === 'cli' || folder === 'local' || file === undiciTransport;
}

function folderOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}
