// Where the refresh token waits between two visits: for good, or until the browser tab closes.

/** What is used of the Web Storage interface. */
export type KeyValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const REFRESH_TOKEN_KEY = 'playhead.refreshToken'

export const refreshTokenStorage = (kept: KeyValues, untilClosed: KeyValues) => ({
  read: (): string | null => untilClosed.getItem(REFRESH_TOKEN_KEY) ?? kept.getItem(REFRESH_TOKEN_KEY),
  write: (token: string, keep: boolean): void => {
    ;(keep ? untilClosed : kept).removeItem(REFRESH_TOKEN_KEY)
    ;(keep ? kept : untilClosed).setItem(REFRESH_TOKEN_KEY, token)
  },
  /** The same login's next token: it stays where the one before was. */
  replace: (token: string): void => {
    const place = untilClosed.getItem(REFRESH_TOKEN_KEY) === null ? kept : untilClosed
    place.setItem(REFRESH_TOKEN_KEY, token)
  },
  clear: (): void => {
    kept.removeItem(REFRESH_TOKEN_KEY)
    untilClosed.removeItem(REFRESH_TOKEN_KEY)
  },
})

export type RefreshTokenStorage = ReturnType<typeof refreshTokenStorage>
