import { askDriver } from '../../support/driver.js';

type Act = 'fill' | 'click' | 'select' | 'press' | 'style' | 'text';

/** Acts in the page (webview) that has such an element, as a person would. Gives its text or value for `text`, a computed property for `style`. */
export async function inPage(act: Act, selector: string, text?: string): Promise<string> {
  const answer = await askDriver('/page', JSON.stringify({ act, selector, text }));
  if (answer.startsWith('Error')) throw new Error(answer);
  return answer;
}
