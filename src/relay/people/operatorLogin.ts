/** A name and password for OPER. */
export interface OperatorLogin {
  readonly name: string;
  readonly password: string;
}
