/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The names of the time zones that this host knows. */
export function timeZones(): readonly string[] {
  return ['Etc/UTC', ...Intl.supportedValuesOf('timeZone')];
}
