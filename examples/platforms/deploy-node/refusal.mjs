/** Why a request is refused; `code` is one of the problem types that the contract lists. */
export class Refusal extends Error {
  constructor(status, code, detail, more = {}) {
    super(detail);
    this.status = status;
    this.problem = { type: `/problems/${code}`, title: code, status, detail, ...more };
  }

  /** For a value in the body; `pointer` says which. */
  static field(pointer, detail) {
    return new Refusal(422, 'invalid-request', detail, { errors: [{ pointer, detail }] });
  }
}
