// Whether a browser, or the program that drives it, does not want to be tracked or is not worth it.

/** Programs that name themselves. A phone of the brand Cubot is none of them. */
const BOT = /[^u]bot\b|crawl|spider|lighthouse|prerender/i

export const isRefused = (respectDoNotTrack: boolean) => {
  const { globalPrivacyControl, doNotTrack, userAgent } = navigator as Navigator & {
    globalPrivacyControl?: boolean
  }
  return BOT.test(userAgent) || (respectDoNotTrack && (globalPrivacyControl || doNotTrack === '1'))
}
