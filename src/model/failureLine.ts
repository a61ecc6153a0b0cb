import { shownLine } from '../base/plainText.js';

/** A failure in one line: what happened, and of the output that is told with it the line that names the error. */
export function failureLine(message: string): string {
  const [what = '', ...output] = message
    .split(/\r?\n/)
    .map((line) => shownLine(line).trim())
    .filter((line) => line !== '');
  const told = output.find(namesFault) ?? output.at(-1);
  // What leads over to the output, as “Last lines:”, leads nowhere here.
  return told === undefined ? what : `${what.replace(/(?<=[.!?]) [^.!?]*:$/, '')} ${told}`;
}

/** Whether a line of a log or of output names an error. */
export function namesFault(line: string): boolean {
  return /^\W{0,40}(?:[\w.]*(?:Error|Exception)|ERROR|FATAL|panic)\b/.test(line);
}
