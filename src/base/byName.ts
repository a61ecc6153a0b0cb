/** Orders names as people do: `web-2` before `web-10`, in the order of their language. */
export const byName = new Intl.Collator(undefined, { numeric: true }).compare;
