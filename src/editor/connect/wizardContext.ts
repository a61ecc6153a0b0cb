import type { CommandContext } from '../commands/context.js';

/** What of the editor the wizard asks and tells through. */
export type WizardContext = Pick<CommandContext, 'session' | 'prompts' | 'authentication' | 'signInHost'>;
