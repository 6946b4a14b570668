// The Content-Security-Policy of the player's page. A rebuilt page inherits it: nothing in it loads from anywhere.

export const playerPolicy = (ancestors: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Styles are most of what a recorded page is; an address in them loads nothing by the lines below.
    "style-src 'self' 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data: blob:',
    'media-src data: blob:',
    // An empty frame is none of these, and is all that a rebuilt page needs.
    "frame-src 'none'",
    "object-src 'none'",
    "connect-src 'none'",
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')
