// How instruments listen: ahead of the page's own handlers, which may stop the event or remove the element, and without
// ever holding up a scroll.

export const AHEAD = { capture: true, passive: true }
