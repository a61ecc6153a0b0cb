export interface FeedbackRequest {
  readonly message: string;
  readonly rating?: number;
  readonly subject?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly contactMe?: boolean;
}
