/** Why a schema is not used, thrown while it is prepared and never further. */
export class Refusal extends Error {
  readonly pointer: string;

  constructor(message: string, pointer = '') {
    super(message);
    this.pointer = pointer;
  }
}
