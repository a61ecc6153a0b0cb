import type { CommandHandler } from './context.js';

export const restartLanguageServer: CommandHandler<'language'> = ({ language }) => language.restart();
