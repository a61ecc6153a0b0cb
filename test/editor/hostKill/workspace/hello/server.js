// Takes its time to get ready, so that a deployment is under way for a while.
const http = require('node:http');
const ready = Date.now() + 12_000;
http
  .createServer((request, response) => {
    response.statusCode = request.url === '/healthz' && Date.now() < ready ? 503 : 200;
    response.end('hello');
  })
  .listen(Number(process.env.PORT));
