// The mark of what a site has taken out of everything.

export const IGNORE = '[data-tracker-ignore]'
