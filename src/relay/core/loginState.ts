/** How far one connection has come with SASL. https://ircv3.net/specs/extensions/sasl-3.1 */
export class LoginState {
  /** `failed` also when it was called off. */
  state: 'untried' | 'open' | 'failed' | 'done' = 'untried';
  /** Base64 of the client's answer as far as it has come, while `open`. */
  data = '';
  /** A nick was asked for while the key was not proved yet: it is a new window, and not one that comes back. */
  nickCameFirst = false;

  /** Leaves an exchange that brought nothing; another may follow. */
  fail(): void {
    this.state = 'failed';
    this.data = '';
  }
}
