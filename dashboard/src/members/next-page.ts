// Where to go after the login: the page that was asked for, as long as it is one of ours.

/** Only a path of this origin: `//evil.example` and `/\evil.example` are read as hosts by browsers. */
export const safeNext = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/'
