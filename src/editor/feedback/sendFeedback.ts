import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { FeedbackRequest } from '../../model/feedback.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { nameOf, type Connection } from '../session/connection.js';
import { dropFeedback, findFeedback, keepFeedback, type FeedbackDraft } from './feedbackDraft.js';

/** Of the contract. */
const longestMessage = 4_000;

/**
 * Tells the platform team what one thinks: a rating, a text, and the service that it is about. Everything that is sent
 * is shown first; what cannot be sent is kept and offered the next time.
 */
export const sendFeedback: CommandHandler = async (context, argument) => {
  const { prompts, drafts, session } = context;
  const draft = await write(context, findFeedback(drafts));
  if (!draft) return;
  // Kept first: a window that closes on the way loses nothing.
  await keepFeedback(drafts, draft);
  const target = targetFrom(argument);
  const connection = session.connection && (await platformFor(context, target, t('Send Feedback')));
  const part = connection && feedbackOf(connection);
  if (!connection || !part) {
    prompts.tell(
      'info',
      connection ? notTaken(connection) : t('No platform is connected. Your feedback is kept as a draft.'),
    );
    return;
  }
  const request: FeedbackRequest = {
    message: draft.message,
    rating: draft.rating,
    subject: t('Golden Path in the editor'),
    ...(target.service !== undefined && { service: target.service }),
    ...(target.operation !== undefined && { operation: target.operation }),
  };
  const sent = await seen(context, connection, request);
  if (!sent) return;
  try {
    await part.send(sent);
  } catch (error) {
    if (!PlatformError.is(error, 'unreachable', 'timeout', 'unavailable', 'rate-limited')) throw error;
    prompts.tell('warning', t('{0} Your feedback is kept as a draft.', error.message));
    return;
  }
  await dropFeedback(drafts);
  prompts.tell('info', t('Your feedback is with the platform team. Thank you.'));
};

async function write(
  { prompts }: CommandContext,
  draft: FeedbackDraft | undefined,
): Promise<FeedbackDraft | undefined> {
  const title = t('Send Feedback');
  const rating = await prompts.pick({
    id: 'feedback.rating',
    title,
    placeholder: draft ? t('How is it? A draft of yours is kept.') : t('How is it?'),
    choices: [
      { label: t('Very good'), icon: 'heart-filled', value: 5 },
      { label: t('Good'), icon: 'thumbsup', value: 4 },
      { label: t('So-so'), icon: 'dash', value: 3 },
      { label: t('Bad'), icon: 'thumbsdown', value: 2 },
      { label: t('Very bad'), icon: 'flame', value: 1 },
    ].map((choice) =>
      choice.value === draft?.rating ? { ...choice, description: t('as in the draft') } : choice,
    ),
  });
  if (rating === undefined) return undefined;
  const message = await prompts.input({
    id: 'feedback.message',
    title,
    prompt: t('What should stay, or change? Nothing is sent before you have seen it.'),
    ...(draft && { value: draft.message }),
    check: (value) => {
      if (value.trim() === '') return t('Write a few words.');
      return value.length > longestMessage ? t('At most {0} characters.', longestMessage) : undefined;
    },
  });
  return message === undefined ? undefined : { message: message.trim(), rating };
}

/** Shows what is sent, word for word; `undefined` when the person turns away. */
async function seen(
  { prompts }: CommandContext,
  connection: Connection,
  request: FeedbackRequest,
): Promise<FeedbackRequest | undefined> {
  const { account } = connection;
  const contactMe = await prompts.pick({
    id: 'feedback.contact',
    title: t('Send Feedback'),
    placeholder: t('May the platform team write back to you?'),
    choices: [
      { label: t('No Answer Needed'), icon: 'mute', value: false },
      { label: t('They May Write Back'), icon: 'mail', value: true },
    ],
  });
  if (contactMe === undefined) return undefined;
  const whole = contactMe ? { ...request, contactMe } : request;
  const from = account
    ? t('Sent as {0}, with this and nothing else:', account.label)
    : t('This is sent, and nothing else:');
  const detail = [from, '', ...Object.entries(whole).map(([key, value]) => `${key}: ${String(value)}`)].join(
    '\n',
  );
  const question = t('Send this to the team of {0}?', nameOf(connection));
  return (await prompts.confirm('feedback.send', question, detail, t('Send'), 'info')) ? whole : undefined;
}

function feedbackOf({ platform, live }: Connection): Connection['platform']['feedback'] {
  return live.snapshot.info?.capabilities['feedback'] === undefined ? undefined : platform.feedback;
}

function notTaken(connection: Connection): string {
  return connection.live.snapshot.info
    ? t('{0} takes no feedback from here. Your text is kept as a draft.', nameOf(connection))
    : t('{0} does not answer. Your feedback is kept as a draft.', nameOf(connection));
}
