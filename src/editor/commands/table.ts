import { arrangeServices } from './arrangeServices.js';
import { choosePlatform } from './choosePlatform.js';
import { connect } from './connect.js';
import type { CommandHandler } from './context.js';
import { convertManifest } from './convert.js';
import { deployService } from './deploy.js';
import { disconnect } from './disconnect.js';
import type { CommandId } from './ids.js';
import { clearFilter, filterServices } from './filterServices.js';
import { loadMore } from './loadMore.js';
import { openUrl } from './openUrl.js';
import { pinService, unpinService } from './pinService.js';
import { refresh } from './refresh.js';
import { restartLanguageServer } from './restartLanguageServer.js';
import { rollBack } from './rollBack.js';
import { showLogs } from './showLogs.js';
import { signInCommand } from './signIn.js';
import { signOutCommand } from './signOut.js';
import { startLocalPlatform } from './startLocalPlatform.js';
import { stopLocalPlatform } from './stopLocalPlatform.js';
import { validateWorkspace } from './validateWorkspace.js';
import { createService } from '../templates/createService.js';

export const commandTable: Readonly<Record<CommandId, CommandHandler>> = {
  'goldenPath.startLocalPlatform': startLocalPlatform,
  'goldenPath.stopLocalPlatform': stopLocalPlatform,
  'goldenPath.connect': connect,
  'goldenPath.disconnect': disconnect,
  'goldenPath.choosePlatform': choosePlatform,
  'goldenPath.signIn': signInCommand,
  'goldenPath.signOut': signOutCommand,
  'goldenPath.refresh': refresh,
  'goldenPath.deploy': deployService,
  'goldenPath.rollback': rollBack,
  'goldenPath.showLogs': showLogs,
  'goldenPath.openUrl': openUrl,
  'goldenPath.validateWorkspace': validateWorkspace,
  'goldenPath.convert': convertManifest,
  'goldenPath.showLog': (context) => context.showLog(),
  'goldenPath.restartLanguageServer': restartLanguageServer,
  'goldenPath.loadMore': loadMore,
  'goldenPath.filterServices': filterServices,
  'goldenPath.clearFilter': clearFilter,
  'goldenPath.arrangeServices': arrangeServices,
  'goldenPath.pinService': pinService,
  'goldenPath.unpinService': unpinService,
  'goldenPath.createService': createService,
};
