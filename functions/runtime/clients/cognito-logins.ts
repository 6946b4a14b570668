// Cognito as those ask it who log in: what it refuses it refuses at once.
import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

type RetryStrategy = Exclude<
  CognitoIdentityProviderClientConfig['retryStrategy'],
  undefined | { retry: unknown }
>

const attempt = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 })

/**
 * Once more after a lost connection, and never after a throttle: Cognito counts what is tried on one user, and the
 * seconds that the SDK would wait then would tell that there is such a user.
 */
const retryStrategy: RetryStrategy = {
  acquireInitialRetryToken: async () => attempt(0),
  refreshRetryTokenForRetry: async (token, { errorType }) => {
    const count = token.getRetryCount() + 1
    if (errorType === 'THROTTLING' || count > 1) throw new Error('This is not tried again.')
    return attempt(count)
  },
  recordSuccess: () => {},
}

export const cognitoLogins = new CognitoIdentityProviderClient({
  requestHandler: CLIENT_TIMEOUTS,
  retryStrategy,
})
