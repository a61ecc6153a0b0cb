/** The ticket that a branch is named after, e.g. `PAY-311` of `feature/PAY-311-retry`; `undefined` where it names none. */
export function ticketOf(branch: string | undefined): string | undefined {
  return /(?:^|[/_-])([A-Z][A-Z0-9]+-\d+)(?=$|[/_-])/.exec(branch ?? '')?.[1];
}
