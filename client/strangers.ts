/** What is said of members to whom nothing may be sealed. */

/** A member's public key is not in the signed directory, so nothing may be sealed to it. */
export class UnknownMember extends Error {
  readonly holder: string;
  constructor(holder: string) {
    super("no key in the signed directory");
    this.name = "UnknownMember";
    this.holder = holder;
  }
}

/** The server lists somebody whom no signed item let in. Nothing is sealed to them, nor without them. */
export class NotLetIn extends Error {
  readonly holder: string;
  constructor(holder: string) {
    super("listed by the server, let in by nobody");
    this.name = "NotLetIn";
    this.holder = holder;
  }
}
