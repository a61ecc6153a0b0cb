import type { FormDrafts } from '../forms/formDrafts.js';

const form = 'feedback';

/** Feedback that was written and not sent. */
export interface FeedbackDraft {
  readonly message: string;
  readonly rating: number;
}

export function findFeedback(drafts: FormDrafts): FeedbackDraft | undefined {
  const { message, rating } = drafts.find(form) ?? {};
  return typeof message === 'string' && typeof rating === 'number' ? { message, rating } : undefined;
}

export function keepFeedback(drafts: FormDrafts, { message, rating }: FeedbackDraft): Promise<void> {
  return drafts.keep(form, { message, rating });
}

export function dropFeedback(drafts: FormDrafts): Promise<void> {
  return drafts.drop(form);
}
