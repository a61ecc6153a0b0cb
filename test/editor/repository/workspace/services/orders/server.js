const { createServer } = require('node:http');

createServer((_request, response) => response.end('orders, first version')).listen(process.env.PORT);
