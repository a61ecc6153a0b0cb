import { catalogHandler } from './catalog.js';
import { codeActionsHandler } from './codeActions.js';
import { completionHandler } from './completion.js';
import { configurationHandler } from './configuration.js';
import { documentSymbolsHandler } from './documentSymbols.js';
import { foldingHandler } from './folding.js';
import { formattingHandler } from './formatting.js';
import type { Handler } from './handler.js';
import { hoverHandler } from './hover.js';
import { inlayHintsHandler } from './inlayHints.js';
import { linkedEditingHandler } from './linkedEditing.js';
import { saveHandler } from './save.js';
import { selectionRangesHandler } from './selectionRanges.js';
import { semanticTokensHandler } from './semanticTokens.js';
import { workspaceHandler } from './workspace.js';

/** Everything that the server answers, one handler a feature. */
export const handlers: readonly Handler[] = [
  catalogHandler,
  codeActionsHandler,
  completionHandler,
  configurationHandler,
  documentSymbolsHandler,
  foldingHandler,
  formattingHandler,
  hoverHandler,
  inlayHintsHandler,
  linkedEditingHandler,
  saveHandler,
  selectionRangesHandler,
  semanticTokensHandler,
  workspaceHandler,
];
