// Secrets Manager.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const secretsManager = new SecretsManagerClient({ requestHandler: CLIENT_TIMEOUTS })
