import { createServer } from 'node:http';

createServer((_, response) => response.end('s1')).listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
