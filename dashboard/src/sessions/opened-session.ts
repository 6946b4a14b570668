// Which session this tab looked at last, so that the list puts the focus back on its row.

const KEY = 'playhead.openedSession'

export const rememberOpened = (sessionId: string): void => sessionStorage.setItem(KEY, sessionId)
export const openedSession = (): string | null => sessionStorage.getItem(KEY)
export const forgetOpened = (): void => sessionStorage.removeItem(KEY)
