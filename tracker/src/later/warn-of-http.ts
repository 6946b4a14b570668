// Tells the developer when batches travel unencrypted, unless it is within this machine.

export const warnOfHttp = (apiUrl: string): void => {
  if (!/^http:\/\/(?!localhost|127\.|\[::1)/.test(apiUrl)) return
  console.warn('UserTracker: apiUrl is http: what visitors do travels in the clear')
}
