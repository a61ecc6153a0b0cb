import net from 'node:net';

/**
 * Run by git or ssh with a question as its argument: hands it to the program that runs git, and prints the answer. It
 * ends with 1 where there is none.
 */
const { GOLDEN_PATH_ASKPASS: place = '', GOLDEN_PATH_ASKPASS_KEY: key = '' } = process.env;
const kind = process.env['SSH_ASKPASS_PROMPT'];
let answer = '';
const socket = net.connect(place, () => {
  socket.write(`${JSON.stringify({ key, kind, text: process.argv.slice(2).join(' ') })}\n`);
});
socket.setEncoding('utf8');
socket.on('data', (text: string) => (answer += text));
socket.on('error', () => (answer = ''));
socket.on('close', () => {
  const isGiven = answer.startsWith('+');
  if (isGiven) process.stdout.write(`${answer.slice(1)}\n`);
  process.exitCode = isGiven ? 0 : 1;
});
