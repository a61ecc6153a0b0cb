/** Of the workspace's state: deployments that were on their way. */
export const keptDeliveriesKey = 'goldenPath.pendingWrites';
