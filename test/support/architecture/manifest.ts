/** The parts of package.json that must agree with the code. */
export interface Manifest {
  readonly activationEvents?: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
    readonly viewsWelcome?: readonly { readonly view: string }[];
    readonly walkthroughs?: readonly {
      readonly when?: string;
      readonly steps: readonly { readonly id: string; readonly completionEvents: readonly string[] }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

interface MenuItem {
  readonly command?: string;
  readonly when?: string;
}

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** The command and view ids that the code names in string literals. */
export function idsIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(['"`])(goldenPath\.[\w.]+)\1/g)].map((match) => match[2] ?? ''),
    ),
  );
}

/** Contributed but not registered, registered but not contributed, and menus that name no command. */
export function commandFaults(manifest: Manifest, registered: readonly string[]): string[] {
  const contributed = manifest.contributes.commands.map(({ command }) => command);
  const inMenus = Object.values(manifest.contributes.menus).flatMap((items) =>
    items.flatMap(({ command }) => (command ? [command] : [])),
  );
  return [
    ...without(contributed, registered).map((id) => `${id} is contributed but not registered`),
    ...without(registered, contributed).map((id) => `${id} is registered but not contributed`),
    ...without(inMenus, contributed).map((id) => `a menu names ${id}, which is no command`),
    ...repeated(contributed).map((id) => `${id} is contributed twice`),
  ];
}

/** Views that the code does not make, and welcome texts of views that are not there. */
export function viewFaults(manifest: Manifest, ids: ReadonlySet<string>): string[] {
  const views = viewsOf(manifest);
  const welcomed = (manifest.contributes.viewsWelcome ?? []).map(({ view }) => view);
  return [
    ...without(views, [...ids]).map((id) => `the view ${id} is contributed but not made`),
    ...without(welcomed, views).map((id) => `a welcome text names ${id}, which is no view`),
  ];
}

/** What would show in a browser with no machine behind it and do nothing there: all but the commands named. */
export function browserContributionFaults({ contributes }: Manifest, inBrowser: readonly string[]): string[] {
  const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
  const machine = contributes.commands.filter(
    ({ command }) => !inBrowser.includes(command) && !hidden.some((item) => item.command === command),
  );
  const needsMachine = (condition = ''): boolean => /^\(?!isWeb \|\| remoteName\)?($| &&)/.test(condition);
  return [
    ...machine
      .filter(({ enablement }) => !needsMachine(enablement))
      .map(({ command }) => `${command} shows where it cannot run`),
    ...Object.values(contributes.views)
      .flat()
      .filter(({ when }) => !needsMachine(when))
      .map(({ id }) => `the view ${id} shows where it stays empty`),
    ...(contributes.walkthroughs ?? [])
      .filter(({ when }) => !needsMachine(when))
      .map(() => 'the walkthrough shows where its steps cannot be done'),
  ];
}

/** Steps of a walkthrough that nothing would ever tick off: no such command, or a context that the code never sets. */
export function walkthroughFaults({ contributes }: Manifest, ids: ReadonlySet<string>): string[] {
  const steps = (contributes.walkthroughs ?? []).flatMap((walkthrough) => walkthrough.steps);
  return steps.flatMap(({ id, completionEvents }) => {
    const events = completionEvents.map(
      (event) => /^on(?:Context|Command):(goldenPath\.\w+)/.exec(event)?.[1],
    );
    const fires = events.length > 0 && events.every((key) => key !== undefined && ids.has(key));
    return fires ? [] : [`the step ${id} of a walkthrough is never done`];
  });
}

/** Settings without description, default or scope; and those that name a host but belong to a workspace. */
export function settingFaults(manifest: Manifest): string[] {
  return Object.entries(manifest.contributes.configuration.properties).flatMap(([name, setting]) => [
    ...(setting.description || setting.markdownDescription ? [] : [`${name} has no description`]),
    ...(setting.default === undefined ? [`${name} has no default`] : []),
    ...(setting.scope ? [] : [`${name} has no scope`]),
    ...(/\b(url|host|endpoint|platforms|server(Path|Url))$/i.test(name) && setting.scope !== 'application'
      ? [`${name} chooses a host and must have the scope "application"`]
      : []),
  ]);
}

/** Placeholders of the manifest without a text, and texts that nothing uses. */
export function translationFaults(manifestText: string, texts: Readonly<Record<string, unknown>>): string[] {
  const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? '');
  return [
    ...without(used, Object.keys(texts)).map((key) => `%${key}% has no text in package.nls.json`),
    ...without(Object.keys(texts), used).map((key) => `nothing uses ${key} of package.nls.json`),
  ];
}

/** What takes more of a person's attention than agreed (commands: attention.test.ts), and activation before anybody asked. */
export function attentionFaults(manifest: Manifest): string[] {
  const counts = [
    ['settings', Object.keys(manifest.contributes.configuration.properties).length, 10],
    ['views', viewsOf(manifest).length, 3],
  ] as const;
  const early = (manifest.activationEvents ?? []).filter((event) => /^(\*|onStartupFinished)$/.test(event));
  return [
    ...counts.filter(([, count, limit]) => count > limit).map(([what, count]) => `${count} ${what}`),
    ...early.map((event) => `activates on ${event}`),
  ];
}

function viewsOf(manifest: Manifest): string[] {
  return Object.values(manifest.contributes.views).flatMap((views) => views.map(({ id }) => id));
}

function without(list: readonly string[], others: readonly string[]): string[] {
  return [...new Set(list)].filter((item) => !others.includes(item));
}

function repeated(list: readonly string[]): string[] {
  return list.filter((item, index) => list.indexOf(item) !== index);
}
