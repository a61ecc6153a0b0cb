/** What the editor gives a page; it can be taken once, and nothing else of the page sees it. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export function editorApi(): EditorApi {
  return acquireVsCodeApi();
}
