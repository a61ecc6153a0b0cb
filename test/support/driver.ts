/** Asks the driver outside the editor: `/output`, `/screenshot`, `/keys`, `/type`, `/hover`, `/click`, `/text`, `/result`. Without one, nothing happens. */
export async function askDriver(action: string, body: string): Promise<string> {
  const driver = process.env['GOLDEN_PATH_DRIVER'];
  if (!driver) return '';
  const response = await fetch(driver + action, { method: 'POST', body });
  return response.text();
}

/** Takes a screenshot of the whole editor into out/screenshots/<suite>/<name>.png. */
export function screenshot(name: string): Promise<string> {
  return askDriver('/screenshot', name);
}
