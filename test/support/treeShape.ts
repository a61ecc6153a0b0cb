import { isAlias, isCollection, isPair, isScalar, type Document, type Node, type Pair } from 'yaml';

/**
 * What the language service reads of a syntax tree, as plain data: all but comments and where those end. Errors come in
 * the order of the text.
 */
export function treeShape(tree: Document.Parsed): unknown {
  const errors = tree.errors.map(({ pos, code, message }) => `${pos[0]}-${pos[1]} ${code} ${message}`).sort();
  return { range: [tree.range[0], tree.range[2]], contents: nodeShape(tree.contents), errors };
}

function nodeShape(node: Node | Pair | null): unknown {
  if (node === null) return null;
  if (isPair(node)) return [nodeShape(node.key as Node), nodeShape(node.value as Node | null)];
  const { anchor, tag, range, flow } = node as {
    anchor?: string;
    tag?: string;
    range?: number[];
    flow?: boolean;
  };
  const own = { at: range?.slice(0, 2), anchor, tag, flow };
  if (isAlias(node)) return { ...own, alias: node.source };
  if (isScalar(node)) return { ...own, value: node.value, source: node.source, type: node.type };
  if (isCollection(node)) {
    return {
      ...own,
      is: node.constructor.name,
      items: node.items.map((item) => nodeShape(item as Node | Pair)),
    };
  }
  return own;
}
