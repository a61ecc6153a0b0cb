import { createServer } from 'node:http';
import { readQuotes } from './quotes.js';

const quotes = await readQuotes();
const port = Number(process.env['PORT'] ?? 8080);
let served = 0;

const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.end('ok\n');
    return;
  }
  const quote = quotes[served++ % quotes.length];
  console.log(JSON.stringify({ path: request.url, author: quote?.author }));
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(`${JSON.stringify(quote)}\n`);
});

server.listen(port, '127.0.0.1', () =>
  console.log(`quotes listens on port ${port} with ${quotes.length} quotes`),
);
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
