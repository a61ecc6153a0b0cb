/** Of every page: activation registers it, what the page shows is loaded when one comes back. */
export const pageViewType = 'goldenPath.page';
