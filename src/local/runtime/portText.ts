/** Shown in a plan for a port that is chosen at start. */
export const portToCome = '<free port>';

export function portText(port: number): string {
  return port === 0 ? portToCome : String(port);
}
