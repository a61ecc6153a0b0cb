/** Shape of OpenID AuthZEN Authorization API 1.0; the subject defaults to the caller. */
export interface AccessEvaluationRequest {
  readonly evaluations: readonly AccessEvaluation[];
}

export interface AccessEvaluation {
  readonly action: { readonly name: string };
  readonly resource: { readonly type: string; readonly id: string };
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface AccessEvaluationResponse {
  readonly evaluations: readonly {
    readonly decision: boolean;
    readonly context?: Readonly<Record<string, unknown>>;
  }[];
}
