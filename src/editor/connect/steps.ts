/** One question of a wizard. `onBack` marks that the person goes back, for questions that offer it. */
export type Step = (onBack: (() => void) | undefined) => Promise<boolean>;

/**
 * Asks one question after the other; `steps` is looked at anew after each, for an answer may bring others. A step gives
 * whether it was answered. Gives whether all were.
 */
export async function runSteps(steps: () => readonly Step[]): Promise<boolean> {
  for (let index = 0; ;) {
    const step = steps()[index];
    if (!step) return true;
    const way = { isBack: false };
    const isAnswered = await step(index === 0 ? undefined : () => (way.isBack = true));
    if (isAnswered) index++;
    else if (way.isBack) index--;
    else return false;
  }
}

/** A question whose answer is tried at once; where the trial leads back, it is asked again. */
export function tried(ask: Step, attempt: Step): Step {
  return async (onBack) => {
    for (;;) {
      if (!(await ask(onBack))) return false;
      const way = { isBack: false };
      if (await attempt(() => (way.isBack = true))) return true;
      if (!way.isBack) return false;
    }
  };
}
