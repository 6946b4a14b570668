// What the site has taken out of everything: a subtree with `data-tracker-ignore`.

export const IGNORE = '[data-tracker-ignore]'

/** Takes the event's path, which leads out of shadow trees, where `closest` would end. */
export const isIgnored = (path: EventTarget[]): boolean =>
  path.some((node) => node instanceof Element && node.matches(IGNORE))
