// Cognito.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const cognito = new CognitoIdentityProviderClient({ requestHandler: CLIENT_TIMEOUTS })
