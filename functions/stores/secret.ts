// A secret of Secrets Manager, read once in the life of a container.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

export type Secret = () => Promise<string>

export const secret = (client: SecretsManagerClient, secretId: string): Secret => {
  let reading: Promise<string> | undefined
  const read = async (): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    if (!SecretString) throw new Error('A secret that the system needs is empty.')
    return SecretString
  }
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = undefined
      throw error
    })
    return reading
  }
}
