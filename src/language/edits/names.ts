import { isAlias, isCollection, isNode, visit, type Node } from 'yaml';

/** Whether a value has an anchor or is an alias itself: its text stands for more than one place. */
export function holdsNames(node: Node | null | undefined): boolean {
  if (!node) return false;
  return isAlias(node) || Reflect.get(node, 'anchor') !== undefined;
}

/** Whether anything in a value has an anchor, or is an alias: then its text cannot leave its place. */
export function isTied(node: Node | null | undefined): boolean {
  let found = false;
  if (node) {
    visit(node, (_, part) => {
      if (isNode(part) && holdsNames(part)) {
        found = true;
        return visit.BREAK;
      }
      return undefined;
    });
  }
  return found;
}

/** Whether a value or a key in it is written with a tag. */
export function isTagged(node: Node | null | undefined): boolean {
  let found = false;
  if (node) {
    visit(node, {
      Node: (_, part) => {
        if (!isAlias(part) && part.tag !== undefined) found = true;
        return found ? visit.BREAK : undefined;
      },
    });
  }
  return found;
}

/** Whether a comment stands between the words of a value. */
export function hasComments(text: string, node: Node): boolean {
  let at = node.range?.[0] ?? 0;
  const between: string[] = [];
  visit(node, {
    Node: (_, part) => {
      if (isCollection(part) || !part.range) return;
      between.push(text.slice(at, part.range[0]));
      at = Math.max(at, part.range[1]);
    },
  });
  return [...between, text.slice(at, node.range?.[1])].some((words) => words.includes('#'));
}
