// The one line that a site pastes into its pages.

export const embedSnippet = (origin: string, publishableKey: string): string =>
  `<script async src="${origin}/tracker.js" data-key="${publishableKey}"></script>`
