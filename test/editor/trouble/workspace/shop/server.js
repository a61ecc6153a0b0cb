const { createServer } = require('node:http');

const isSick = false;
let asked = 0;

createServer((request, response) => {
  asked++;
  if (isSick && asked > 3) {
    console.error('Error: the basket table is gone');
    console.error('    at readBasket (/srv/shop/server.js:9:15)');
    response.statusCode = 500;
  }
  response.end('ok');
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
