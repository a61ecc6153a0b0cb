import { catalogHandler } from './catalog.js';
import { codeActionsHandler } from './codeActions.js';
import { completionHandler } from './completion.js';
import { configFilesHandler } from './configFiles.js';
import { configurationHandler } from './configuration.js';
import { convertHandler } from './convert.js';
import { documentSymbolsHandler } from './documentSymbols.js';
import type { Handler } from './handler.js';
import { hoverHandler } from './hover.js';
import { saveHandler } from './save.js';
import { workspaceHandler } from './workspace.js';

/** Everything that the server answers, one handler a feature. */
export const handlers: readonly Handler[] = [
  catalogHandler,
  codeActionsHandler,
  completionHandler,
  configFilesHandler,
  configurationHandler,
  convertHandler,
  documentSymbolsHandler,
  hoverHandler,
  saveHandler,
  workspaceHandler,
];
