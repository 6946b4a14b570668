// Tells what a service answers while it is down or busy, and what it answers to a mistake of ours.

const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'ThrottlingException',
  'KMSThrottlingException',
])

export const isThrottle = (error: unknown): boolean => error instanceof Error && THROTTLES.has(error.name)

/** It failed on its side, was not reached, or did not answer in time. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true
  if ('$fault' in error) return error.$fault === 'server'
  // Sockets and names, such as ECONNRESET; ERR_… are Node's words for a mistake of its caller.
  return 'code' in error && typeof error.code === 'string' && !error.code.startsWith('ERR_')
}
