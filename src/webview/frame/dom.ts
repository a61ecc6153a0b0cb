import { isolated } from '../../base/bidi.js';

type Child = Node | string | undefined | false;

/** Attributes; `on…` are listeners. `true` sets an attribute without a value, `false` and `undefined` leave it out. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** Makes an element. Text stays text: nothing here ever reads HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return dress(document.createElement(tag), attributes, children);
}

/** Puts these in place of what an element holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter(isThere).map(inOrder));
}

function dress<Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value);
    else if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : String(value));
    }
  }
  made.append(...children.filter(isThere).map(inOrder));
  return made;
}

/** Texts of people keep their direction, whatever that of the page. */
function inOrder(child: Node | string): Node | string {
  return typeof child === 'string' ? isolated(child) : child;
}

function isThere(child: Child): child is Node | string {
  return child !== undefined && child !== false;
}
