/** How long someone who types waits for what a platform knows; an answer that comes later serves the next question. */
const patienceMs = 600;

/** The answer, or `undefined` when it does not come in time. */
export async function inTime<T>(answer: Promise<T | undefined>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}
