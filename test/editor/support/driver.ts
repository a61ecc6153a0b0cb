/** Has the outside do something at the window, as a person would: keys, typing, clicks. */
export async function atWindow(action: string, body = ''): Promise<string> {
  const response = await fetch(`${process.env['GOLDEN_PATH_DRIVER'] ?? ''}/${action}`, {
    method: 'POST',
    body,
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${action} ${body}: ${answer}`);
  return answer;
}
