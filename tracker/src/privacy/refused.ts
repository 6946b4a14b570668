// Whether a browser, or the program that drives it, does not want to be tracked or is not worth it.

/** Programs that name themselves. A phone of the brand Cubot is none of them. */
const BOT = /(^|[^u])bot\b|crawl|spider|lighthouse|prerender/i

export const wantsNoTracking = (): boolean => {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean }
  return globalPrivacyControl === true || doNotTrack === '1'
}

export const isBot = (): boolean => BOT.test(navigator.userAgent)
