import ts from 'typescript';
import type { Source } from './sources.js';

const messageCalls = /^show(Error|Warning|Information)Message$|^setStatusBarMessage$/;
const shownProperties = /^(title|placeHolder|prompt|tooltip|detail|description|label|cancelLabel)$/;

/**
 * Strings a person sees that pass by `t()`, and calls of `t()` whose text no translator can find. The language may hand
 * a schema's own words to `t()`: they are literals in schemas/.
 */
export function stringFaults({ file, text }: Source): string[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const inEditor = /^src\/(editor\/|extension)/.test(file);
  const faults: string[] = [];
  const report = (node: ts.Node, fault: string): void => {
    const line = parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line + 1;
    faults.push(`${file}:${line} ${fault}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const name = calledName(node);
      const first = node.arguments[0];
      if (name === 't' && first && !isKey(first, file)) report(node, 't() needs a string literal');
      if (inEditor && messageCalls.test(name) && first && isText(first)) report(node, `${name} without t()`);
    }
    if (inEditor && ts.isPropertyAssignment(node) && shownProperties.test(node.name.getText(parsed))) {
      if (isText(node.initializer)) report(node, `${node.name.getText(parsed)} without t()`);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return faults;
}

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function isKey(node: ts.Expression, file: string): boolean {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return true;
  return file.startsWith('src/language/') && !ts.isTemplateExpression(node) && !isSum(node);
}

/** Text with a word in it; icons such as `$(check)` and punctuation between values are none. */
function isText(node: ts.Expression): boolean {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return hasWord(node.text);
  if (ts.isTemplateExpression(node)) {
    return [node.head, ...node.templateSpans.map((span) => span.literal)].some(({ text }) => hasWord(text));
  }
  return isSum(node) && (isText(node.left) || isText(node.right));
}

function isSum(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function hasWord(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/\$\([\w~-]*\)?/g, ''));
}
