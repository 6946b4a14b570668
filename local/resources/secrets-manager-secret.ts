// AWS::SecretsManager::Secret: made once, with a value that nobody sees.
import { randomInt } from 'node:crypto'
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager'
import type { Provider } from '../context.ts'

type Generate = {
  PasswordLength?: number
  ExcludePunctuation?: boolean
  SecretStringTemplate?: string
  GenerateStringKey?: string
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const PUNCTUATION = '!#$%&()*+,-.:;<=>?@[]^_{|}~'

const generate = ({
  PasswordLength = 32,
  ExcludePunctuation,
  SecretStringTemplate,
  GenerateStringKey,
}: Generate): string => {
  const alphabet = ExcludePunctuation ? LETTERS_AND_DIGITS : LETTERS_AND_DIGITS + PUNCTUATION
  const password = Array.from({ length: PasswordLength }, () => alphabet[randomInt(alphabet.length)]).join('')
  if (!SecretStringTemplate || !GenerateStringKey) return password
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password })
}

export const secretsManagerSecret: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.secrets
  const name = String(properties['Name'] ?? `${context.stackName}-${logicalId}`)
  try {
    const { ARN } = await client.send(new DescribeSecretCommand({ SecretId: name }))
    return { ref: ARN }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
  const given = properties['SecretString'] as string | undefined
  const generated = properties['GenerateSecretString'] as Generate | undefined
  const { ARN } = await client.send(
    new CreateSecretCommand({ Name: name, SecretString: given ?? generate(generated ?? {}) }),
  )
  return { ref: ARN }
}
