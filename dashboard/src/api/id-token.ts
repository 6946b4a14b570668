// Who is signed in, read from the id token for display only: the server alone decides what a token is worth.

export type SignedInMember = { email: string }

const decodeSegment = (segment: string): unknown => {
  const binary = atob(segment.replaceAll('-', '+').replaceAll('_', '/'))
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))))
}

export const memberFromIdToken = (idToken: string): SignedInMember | null => {
  try {
    const claims = decodeSegment(idToken.split('.')[1] ?? '')
    if (typeof claims !== 'object' || claims === null || !('email' in claims)) return null
    return typeof claims.email === 'string' ? { email: claims.email } : null
  } catch {
    return null
  }
}
