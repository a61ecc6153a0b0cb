import { createServer } from 'node:http';
import process from 'node:process';

createServer((_request, response) => response.end('${{ values.greeting }} from ${{ values.name }}')).listen(
  process.env.PORT,
  '127.0.0.1',
);
