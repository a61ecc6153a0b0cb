import { approvals, approve, reject } from './approvals.js';
import { arrangeServices } from './arrangeServices.js';
import { cancelOperation } from './cancelOperation.js';
import { choosePlatform } from './choosePlatform.js';
import { compareEnvironments } from './compareEnvironments.js';
import { connect } from './connect.js';
import type { CommandHandler } from './context.js';
import { convertManifest } from './convert.js';
import { delivery } from './delivery.js';
import { deployService, planDeployment } from './deploy.js';
import { deploymentHistory } from './deploymentHistory.js';
import { disconnect } from './disconnect.js';
import type { CommandId } from './ids.js';
import { clearFilter, filterServices } from './filterServices.js';
import { loadMore } from './loadMore.js';
import { openDashboard } from './openDashboard.js';
import { openUrl } from './openUrl.js';
import { feedbackCommands } from '../feedback/feedbackCommands.js';
import { incidentCommands } from '../incidents/incident.js';
import { logCommands } from '../logs/logCommands.js';
import { troubleshootCommands } from '../troubleshoot/why.js';
import { pinService, unpinService } from './pinService.js';
import { promote } from './promote.js';
import { refresh } from './refresh.js';
import { requestApproval } from './requestApproval.js';
import { restart } from './restart.js';
import { restartLanguageServer } from './restartLanguageServer.js';
import { rollBack } from './rollBack.js';
import { showRendered } from './showRendered.js';
import { showDrift } from './showDrift.js';
import { showLogs } from './showLogs.js';
import { signInCommand } from './signIn.js';
import { signOutCommand } from './signOut.js';
import { startLocalPlatform } from './startLocalPlatform.js';
import { stopLocalPlatform } from './stopLocalPlatform.js';
import { validateWorkspace } from './validateWorkspace.js';
import { watchPush } from './watchPush.js';
import { whatRunsWhere } from './whatRunsWhere.js';
import { createService } from '../templates/createService.js';
import { updateFromTemplate } from '../templates/updateFromTemplate.js';
import { environmentCommand } from '../previews/environmentCommand.js';
import { resourceCommand } from '../resources/resourceCommand.js';
import { secretCommand } from '../secrets/secretCommand.js';
import { selfService } from './selfService.js';
import { runAction } from '../actions/runAction.js';
import {
  firstCatalogFile,
  refreshEntity,
  registerEntities,
  unregisterEntities,
} from '../portal/catalogCommands.js';
import { searchPortal } from '../portal/searchPortal.js';
import { tryTemplate } from '../portal/tryTemplate.js';

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
  'goldenPath.planDeployment': planDeployment,
  'goldenPath.promote': promote,
  'goldenPath.rollback': rollBack,
  'goldenPath.restart': restart,
  'goldenPath.requestApproval': requestApproval,
  'goldenPath.cancelOperation': cancelOperation,
  'goldenPath.approvals': approvals,
  'goldenPath.approve': approve,
  'goldenPath.reject': reject,
  'goldenPath.delivery': delivery,
  'goldenPath.compareEnvironments': compareEnvironments,
  'goldenPath.showDrift': showDrift,
  'goldenPath.showRendered': showRendered,
  'goldenPath.deploymentHistory': deploymentHistory,
  'goldenPath.whatRunsWhere': whatRunsWhere,
  'goldenPath.watchPush': watchPush,
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
  'goldenPath.showAllActivity': ({ activity }) => activity.showActivity('all'),
  'goldenPath.showMyActivity': ({ activity }) => activity.showActivity('mine'),
  ...logCommands,
  ...troubleshootCommands,
  ...incidentCommands,
  ...feedbackCommands,
  'goldenPath.openDashboard': openDashboard,
  'goldenPath.createService': createService,
  'goldenPath.updateFromTemplate': updateFromTemplate,
  'goldenPath.environment': environmentCommand,
  'goldenPath.resource': resourceCommand,
  'goldenPath.secret': secretCommand,
  'goldenPath.selfService': selfService,
  'goldenPath.runAction': runAction,
  'goldenPath.registerEntities': registerEntities,
  'goldenPath.refreshEntity': refreshEntity,
  'goldenPath.unregisterEntities': unregisterEntities,
  'goldenPath.firstCatalogFile': firstCatalogFile,
  'goldenPath.tryTemplate': tryTemplate,
  'goldenPath.searchPortal': searchPortal,
};
