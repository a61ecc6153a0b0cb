import type { View } from './view.js';

const svgSpace = 'http://www.w3.org/2000/svg';
/** What each element was last drawn from: what a person changed on it (an opened list, a focus) is left alone. */
const drawn = new WeakMap<Element, View>();

/** Makes `parent` show these views. Elements that stay the same kind stay the same element: no flicker, no lost focus. */
export function mount(parent: Element, views: readonly (View | string)[]): void {
  views.forEach((view, index) => {
    const there = parent.childNodes[index];
    const fitting = there && fits(there, view) ? there : undefined;
    const node = fitting ?? create(parent, view);
    if (!fitting) {
      if (there) parent.replaceChild(node, there);
      else parent.append(node);
    }
    if (typeof view === 'string') {
      if (node.textContent !== view) node.textContent = view;
    } else update(node as Element, view);
  });
  while (parent.childNodes.length > views.length) parent.lastChild?.remove();
}

function fits(node: ChildNode, view: View | string): boolean {
  if (typeof view === 'string') return node.nodeType === Node.TEXT_NODE;
  const before = drawn.get(node as Element);
  return before?.tag === view.tag && before.attributes['data-key'] === view.attributes['data-key'];
}

function create(parent: Element, view: View | string): Node {
  const { ownerDocument } = parent;
  if (typeof view === 'string') return ownerDocument.createTextNode(view);
  const inSvg =
    view.tag === 'svg' || (parent.namespaceURI === svgSpace && parent.tagName !== 'foreignObject');
  return inSvg ? ownerDocument.createElementNS(svgSpace, view.tag) : ownerDocument.createElement(view.tag);
}

function update(element: Element, view: View): void {
  const before = drawn.get(element)?.attributes ?? {};
  for (const [name, value] of Object.entries(view.attributes)) {
    if (before[name] !== value) element.setAttribute(name, value);
  }
  for (const name of Object.keys(before)) {
    if (!(name in view.attributes)) element.removeAttribute(name);
  }
  drawn.set(element, view);
  mount(element, view.children);
}
