import { createSite } from './site.js';

const site = createSite();
site.listen(Number(process.env.PORT ?? 8080), () => console.log(`listening on ${site.address().port}`));

process.on('SIGTERM', () => {
  site.close(() => process.exit(0));
  site.closeIdleConnections();
});
