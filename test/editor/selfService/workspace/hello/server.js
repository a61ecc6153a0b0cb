const { createServer } = require('node:http');

const greeting = 'hello from the first version';

createServer((request, response) => {
  response.end(request.url === '/healthz' ? 'ok' : greeting);
}).listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log(`\u001b[32mlistening\u001b[0m on ${process.env.PORT}`);
});
