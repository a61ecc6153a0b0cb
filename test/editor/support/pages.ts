import { askDriver } from '../../support/driver.js';

type Act = 'fill' | 'click' | 'select' | 'press' | 'text';

/** Acts in the page (webview) that has such an element, as a person would. Gives its text or value for `text`. */
export async function inPage(act: Act, selector: string, text?: string): Promise<string> {
  const answer = await askDriver('/page', JSON.stringify({ act, selector, text }));
  if (answer.startsWith('Error')) throw new Error(answer);
  return answer;
}
