/** Of the workspace's state: deployments that were on their way. */
export const keptDeliveriesKey = 'goldenPath.pendingWrites';
/** Of the workspace's state: other writes that were on their way. */
export const keptRunsKey = 'goldenPath.pendingRuns';
