/** What people call something: its title, or its name where that says nothing. */
export function titleOf(thing: { readonly title?: string } | undefined, name: string): string {
  const title = thing?.title?.trim() ?? '';
  return title === '' ? name : title;
}
