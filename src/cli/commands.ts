import { t } from '../base/l10n.js';
import type { CommandTable } from './runCli.js';

/** Every command; its code is loaded only when it is meant, so that help comes at once. */
export const commands: CommandTable = {
  check: {
    summary: t('Check the manifests in files and folders'),
    load: async () => (await import('./commands/check.js')).checkCommand,
  },
  convert: {
    summary: t('Make Services of Score and Kubernetes manifests, and Score of Services'),
    load: async () => (await import('./commands/convert.js')).convertCommand,
  },
  render: {
    summary: t('Make Kubernetes objects of a Service, and compare them with live ones'),
    load: async () => (await import('./commands/render.js')).renderCommand,
  },
  schema: {
    summary: t('Print the JSON Schemas of the manifests'),
    load: async () => (await import('./commands/schema.js')).schemaCommand,
  },
  lsp: {
    summary: t('Start the language server for an editor'),
    load: async () => (await import('./commands/lsp.js')).lspCommand,
  },
  platform: {
    summary: t('Start, find and stop the local platform'),
    load: async () => (await import('./commands/platform.js')).platformCommand,
  },
  gateway: {
    summary: t('Serve the platform API over a Backstage'),
    load: async () => (await import('./commands/gateway.js')).gatewayCommand,
  },
  catalog: {
    summary: t('Register, refresh and begin catalogue files of a Backstage'),
    load: async () => (await import('./commands/catalog.js')).catalogCommand,
  },
  login: {
    summary: t('Sign in at a platform'),
    load: async () => (await import('./commands/login.js')).loginCommand,
  },
  logout: {
    summary: t('End your sessions at a platform'),
    load: async () => (await import('./commands/logout.js')).logoutCommand,
  },
  whoami: {
    summary: t('Show who is signed in'),
    load: async () => (await import('./commands/whoami.js')).whoamiCommand,
  },
  conformance: {
    summary: t('Judge a server by the platform API'),
    load: async () => (await import('./commands/conformance.js')).conformanceCommand,
  },
  deploy: {
    summary: t('Make a release of a folder and deploy it'),
    load: async () => (await import('./commands/deploy.js')).deployCommand,
  },
  promote: {
    summary: t('Bring what runs in one environment to the next'),
    load: async () => (await import('./commands/promote.js')).promoteCommand,
  },
  rollback: {
    summary: t('Go back to an earlier deployment'),
    load: async () => (await import('./commands/rollback.js')).rollbackCommand,
  },
  restart: {
    summary: t('Start what runs anew'),
    load: async () => (await import('./commands/restart.js')).restartCommand,
  },
  cancel: {
    summary: t('Call off what is under way or waits'),
    load: async () => (await import('./commands/cancel.js')).cancelCommand,
  },
  approve: {
    summary: t('Look at the plan of a change that waits, and approve it'),
    load: async () => (await import('./commands/approve.js')).approveCommand,
  },
  reject: {
    summary: t('Look at the plan of a change that waits, and reject it'),
    load: async () => (await import('./commands/approve.js')).rejectCommand,
  },
  status: {
    summary: t('Show what runs where, and how it is'),
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  logs: {
    summary: t('Print the log lines of a service in an environment'),
    load: async () => (await import('./commands/logs.js')).logsCommand,
  },
  why: {
    summary: t('Find out why a service cannot be deployed, or is not healthy'),
    load: async () => (await import('./commands/why.js')).whyCommand,
  },
};
