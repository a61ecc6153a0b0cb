/** Blocks and comments of Nunjucks and Jinja: the text is no YAML before it is rendered. */
const blocks = /\{%|\{#[^\n]*#\}/;
/** Values that only a rendered skeleton has. */
const skeletonValues = /\{\{-?\s*(?:values|cookiecutter)\b/;
/** An expression where a value begins: no one writes a map in a map that way. */
const wholeValue = /^[^#\n"']*:[ \t]+\{\{/m;
const scaffolder = /^apiVersion:[ \t]*["']?scaffolder\.backstage\.io\//m;
const blockLine = /^[ \t]*\{%/m;

/**
 * Whether a document is a skeleton: it becomes a manifest only when a template engine has rendered it, so nothing can be
 * said of it before. In a scaffolder template itself expressions are legal in values.
 */
export function isSkeleton(text: string): boolean {
  if (!text.includes('{%') && !text.includes('{{') && !text.includes('{#')) return false;
  if (scaffolder.test(text)) return blockLine.test(text);
  return blocks.test(text) || skeletonValues.test(text) || text.includes('${{') || wholeValue.test(text);
}
