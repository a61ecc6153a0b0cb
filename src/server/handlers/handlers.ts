import { bindHandler } from './bind.js';
import { catalogHandler } from './catalog.js';
import { codeActionsHandler } from './codeActions.js';
import { completionHandler } from './completion.js';
import { configFilesHandler } from './configFiles.js';
import { configurationHandler } from './configuration.js';
import { convertHandler } from './convert.js';
import { definitionHandler } from './definition.js';
import { documentHighlightsHandler } from './documentHighlights.js';
import { documentLinksHandler } from './documentLinks.js';
import { documentSymbolsHandler } from './documentSymbols.js';
import { foldingHandler } from './folding.js';
import { formattingHandler } from './formatting.js';
import type { Handler } from './handler.js';
import { hoverHandler } from './hover.js';
import { inlayHintsHandler } from './inlayHints.js';
import { linkedEditingHandler } from './linkedEditing.js';
import { neighbourHandler } from './neighbour.js';
import { pullDiagnosticsHandler } from './pullDiagnostics.js';
import { referencesHandler } from './references.js';
import { renameHandler } from './rename.js';
import { renderHandler } from './render.js';
import { saveHandler } from './save.js';
import { selectionRangesHandler } from './selectionRanges.js';
import { semanticTokensHandler } from './semanticTokens.js';
import { statusPlacesHandler } from './statusPlaces.js';
import { validateValueHandler } from './validateValue.js';
import { workspaceHandler } from './workspace.js';
import { workspaceSymbolsHandler } from './workspaceSymbols.js';

/** Everything that the server answers, one handler a feature. */
export const handlers: readonly Handler[] = [
  bindHandler,
  catalogHandler,
  codeActionsHandler,
  completionHandler,
  configFilesHandler,
  configurationHandler,
  convertHandler,
  definitionHandler,
  documentHighlightsHandler,
  documentLinksHandler,
  documentSymbolsHandler,
  foldingHandler,
  formattingHandler,
  hoverHandler,
  inlayHintsHandler,
  linkedEditingHandler,
  neighbourHandler,
  pullDiagnosticsHandler,
  referencesHandler,
  renameHandler,
  renderHandler,
  saveHandler,
  selectionRangesHandler,
  semanticTokensHandler,
  statusPlacesHandler,
  validateValueHandler,
  workspaceHandler,
  workspaceSymbolsHandler,
];
