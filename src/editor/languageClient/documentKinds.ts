/** What the documents of a manifest say they are, e.g. `Service goldenpath.dev/v1alpha1`; those alike once. */
export function documentKinds(text: string): readonly string[] {
  const kinds = text.split(/^---/m).flatMap((document) => {
    const version = /^\uFEFF?apiVersion:[ \t]+["']?([^\s"'#]+)/m.exec(document)?.[1];
    const kind = /^kind:[ \t]+["']?([^\s"'#]+)/m.exec(document)?.[1];
    return version === undefined ? [] : [kind === undefined ? version : `${kind} ${version}`];
  });
  return [...new Set(kinds)];
}
