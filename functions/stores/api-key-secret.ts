// The secret that API keys are hashed with, read once in the life of a container.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

export type ApiKeySecret = () => Promise<string>

export const apiKeySecret = (client: SecretsManagerClient, secretId: string): ApiKeySecret => {
  let secret: string | undefined
  return async () => {
    secret ??= (await client.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString
    if (!secret) throw new Error('The secret for API keys is empty.')
    return secret
  }
}
