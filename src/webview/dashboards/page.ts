import { mount } from '../charts/mount.js';
import { startPage, type Host } from '../frame/startPage.js';
import { formatsFor } from './formats.js';
import { readDashboard, type DashboardModel } from './model.js';
import { pathPage } from './pathPage.js';
import { servicePage } from './servicePage.js';

const listening = new WeakSet<HTMLElement>();

startPage(readDashboard, render);

function render(root: HTMLElement, model: DashboardModel, host: Host): void {
  const formats = formatsFor(document.documentElement.lang);
  mount(root, model.kind === 'service' ? servicePage(model, formats) : pathPage(model, formats));
  root.setAttribute('aria-busy', String(model.standing.state === 'loading'));
  if (document.body.classList.contains('vscode-using-screen-reader')) openTables(root);
  if (listening.has(root)) return;
  listening.add(root);
  root.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tell]') : null;
    const { tell, value = '{}' } = pressed?.dataset ?? {};
    if (tell !== undefined) host.tell(tell, JSON.parse(value));
  });
}

/** Figures are read from their tables where pictures are not seen. */
function openTables(root: HTMLElement): void {
  for (const details of root.querySelectorAll('details')) details.open = true;
}
