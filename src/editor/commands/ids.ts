/** Every command of the extension. Registered at activation; what they do is loaded when the first one runs. */
export const commandIds = [
  'goldenPath.startLocalPlatform',
  'goldenPath.stopLocalPlatform',
  'goldenPath.connect',
  'goldenPath.disconnect',
  'goldenPath.choosePlatform',
  'goldenPath.signIn',
  'goldenPath.signOut',
  'goldenPath.refresh',
  'goldenPath.deploy',
  'goldenPath.planDeployment',
  'goldenPath.promote',
  'goldenPath.rollback',
  'goldenPath.restart',
  'goldenPath.requestApproval',
  'goldenPath.cancelOperation',
  'goldenPath.approvals',
  'goldenPath.approve',
  'goldenPath.reject',
  'goldenPath.delivery',
  'goldenPath.compareEnvironments',
  'goldenPath.showDrift',
  'goldenPath.deploymentHistory',
  'goldenPath.whatRunsWhere',
  'goldenPath.watchPush',
  'goldenPath.showLogs',
  'goldenPath.openUrl',
  'goldenPath.validateWorkspace',
  'goldenPath.convert',
  'goldenPath.showLog',
  'goldenPath.restartLanguageServer',
  'goldenPath.loadMore',
  'goldenPath.filterServices',
  'goldenPath.clearFilter',
  'goldenPath.arrangeServices',
  'goldenPath.pinService',
  'goldenPath.unpinService',
  'goldenPath.showAllActivity',
  'goldenPath.showMyActivity',
  'goldenPath.filterLog',
  'goldenPath.pauseLog',
  'goldenPath.resumeLog',
  'goldenPath.saveLog',
  'goldenPath.openFrame',
  'goldenPath.openDashboard',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Those that a browser without a machine behind it has. */
export const webCommandIds = [
  'goldenPath.convert',
  'goldenPath.validateWorkspace',
  'goldenPath.showLog',
  'goldenPath.restartLanguageServer',
] as const satisfies readonly CommandId[];

export type WebCommandId = (typeof webCommandIds)[number];
