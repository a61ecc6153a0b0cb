/** The part of an esbuild metafile that the checks read. */
export interface Metafile {
  readonly inputs?: Readonly<Record<string, { readonly format?: string }>>;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly imports?: readonly {
          readonly path: string;
          readonly kind?: string;
          readonly external?: boolean;
        }[];
      }
    >
  >;
}

/** What a browser would ask for in vain: everything that is not in the bundles. The editor's API is handed to them. */
export function browserFaults(metafile: Metafile): string[] {
  return Object.entries(metafile.outputs).flatMap(([file, { imports = [] }]) =>
    imports
      .filter(({ path, external }) => external && path !== 'vscode')
      .map(({ path }) => `${file} needs ${path}, which no browser has`),
  );
}

/** Every module that went into the outputs. */
export function bundledModules(metafile: Metafile): string[] {
  return [...new Set(Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)))];
}

/** The libraries of the language protocol are made ES modules again: of CommonJS nothing can be left out. */
export function protocolFaults({ inputs = {} }: Metafile): string[] {
  return Object.entries(inputs)
    .filter(([module]) => /(^|\/)node_modules\/vscode-(jsonrpc|language)/.test(module))
    .filter(([, { format }]) => format !== 'esm')
    .map(([module]) => `${module} is bundled whole, as it is no ES module`);
}

/** Modules that must not run in the extension host: loading undici replaces its dispatcher for every extension. */
export function bundleFaults(metafile: Metafile): string[] {
  return bundledModules(metafile)
    .filter((module) => /(^|\/)node_modules\/(undici|ajv|yaml-language-server)\//.test(module))
    .map((module) => `${module} is in a bundle of the extension host`);
}

/** Manifests are read by the language server only. Engines read YAML of their own, once one of them is connected. */
export function eagerFaults(metafile: Metafile, entry: string): string[] {
  const seen = new Set<string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const { imports = [] } = metafile.outputs[file] ?? {};
    pending.push(
      ...imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map(({ path }) => path),
    );
  }
  const outputs = Object.fromEntries(
    [...seen].flatMap((file) => (metafile.outputs[file] ? [[file, metafile.outputs[file]]] : [])),
  );
  return bundledModules({ outputs })
    .filter((module) => /(^|\/)node_modules\/yaml\//.test(module))
    .map((module) => `${module} is loaded with ${entry}`);
}

/** The entry is what every window with a YAML file loads: it holds no package at all. */
export function entryFaults(metafile: Metafile, limitBytes: number): string[] {
  const bytes =
    Object.entries(metafile.outputs).find(([file]) => file.endsWith('.cjs'))?.[1].bytes ?? Infinity;
  return [
    ...bundledModules(metafile)
      .filter((module) => module.includes('node_modules/'))
      .map((module) => `the entry loads ${module}`),
    ...(bytes > limitBytes ? [`the entry has ${bytes} bytes, ${limitBytes} are allowed`] : []),
  ];
}
