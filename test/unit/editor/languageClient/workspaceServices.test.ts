import assert from 'node:assert/strict';
import { WorkspaceServices } from '../../../../src/editor/languageClient/workspaceServices.js';
import type { WorkspaceService } from '../../../../src/language/protocol.js';

function service(name: string, folder: string): WorkspaceService {
  const place = { line: 0, character: 0 };
  const range = { start: place, end: place };
  return { name, uri: `${folder}/platform.yaml`, folder, kind: 'Service', range };
}

describe('the services of a workspace', () => {
  const inFront = async (file: string | undefined, all: readonly WorkspaceService[]) => {
    const services = new WorkspaceServices(
      () => Promise.resolve(all),
      () => file,
    );
    await services.refresh();
    return services.inFront?.name;
  };
  const shop = service('shop', 'file:///w');
  const orders = service('orders', 'file:///w/orders');
  const worker = { ...service('worker', 'file:///w/orders'), uri: 'file:///w/orders/worker.yaml' };

  it('tell which one the file in front belongs to: the nearest folder around it', async () => {
    assert.equal(await inFront('file:///w/orders/src/app.js', [shop, orders]), 'orders');
    assert.equal(await inFront('file:///w/README.md', [orders, shop]), 'shop');
    assert.equal(await inFront('file:///w/orders-old/app.js', [orders]), undefined);
    assert.equal(await inFront(undefined, [shop]), undefined);
  });

  it('take a manifest for that of its own service, also beside another', async () => {
    assert.equal(await inFront('file:///w/orders/worker.yaml', [orders, worker]), 'worker');
    assert.equal(await inFront('file:///w/orders/platform.yaml', [worker, orders]), 'orders');
  });
});
