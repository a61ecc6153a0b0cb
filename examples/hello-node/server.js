import { createServer } from 'node:http';

const greeting = process.env.GREETING ?? 'Hello';
const port = Number(process.env.PORT ?? 8080);

const server = createServer((request, response) => {
  const [pathname] = request.url.split('?');
  if (pathname === '/healthz') {
    response.end('ok\n');
    return;
  }
  console.log(`${request.method} ${pathname}`);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  try {
    response.end(`${greeting}, ${decodeURIComponent(pathname.slice(1)) || 'world'}!\n`);
  } catch {
    response.writeHead(400).end('That is not a name.\n');
  }
});

server.listen(port, '127.0.0.1', () => console.log(`hello listens on port ${port}`));
process.once('SIGTERM', () => {
  console.log('hello stops');
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
