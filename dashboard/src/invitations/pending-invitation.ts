// The invitation that somebody came with, kept for the way through the login: in this tab alone, never in an address.

const KEY = 'playhead.invitation'

export type PendingInvitation = {
  token: string
  /** They went to sign in or register for it: once they are back, it is taken up by itself. */
  onTheWay: boolean
}

const isPending = (value: unknown): value is PendingInvitation =>
  typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string'

export const pendingInvitation = (): PendingInvitation | null => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return isPending(value) ? value : null
  } catch {
    return null
  }
}

export const keepInvitation = (invitation: PendingInvitation): void =>
  sessionStorage.setItem(KEY, JSON.stringify(invitation))

export const forgetInvitation = (): void => sessionStorage.removeItem(KEY)
