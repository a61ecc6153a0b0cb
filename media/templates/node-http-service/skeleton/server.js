import { createApp, log } from './app.js';

const app = createApp();
app.listen(Number(process.env.PORT ?? 8080), () => log('info', 'listening', { port: app.address().port }));

// Requests under way are answered before the end.
process.on('SIGTERM', () => {
  log('info', 'stopping');
  app.close(() => process.exit(0));
  app.closeIdleConnections();
});
