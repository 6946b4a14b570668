// Dynamic references to Secrets Manager in the properties of a resource, `{{resolve:secretsmanager:name:SecretString}}`.
import { GetSecretValueCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager'
import type { Context } from '../context.ts'

const REFERENCE = /\{\{resolve:secretsmanager:(.+?):SecretString:([^:}]*):?([^:}]*):?([^:}]*)\}\}/g

/**
 * The text with the secrets that its references name. One that is not kept here leaves its reference as it is, and
 * the log says so: a system whose secret is for somebody else's service can do without.
 */
export const withSecrets = async (
  text: string,
  { services, log }: Pick<Context, 'services' | 'log'>,
): Promise<string> => {
  let result = text
  for (const [reference, SecretId, field, stage, version] of text.matchAll(REFERENCE)) {
    try {
      const { SecretString = '' } = await services.secrets.send(
        new GetSecretValueCommand({
          SecretId,
          ...(stage && { VersionStage: stage }),
          ...(version && { VersionId: version }),
        }),
      )
      const value = field ? String(JSON.parse(SecretString)[field]) : SecretString
      result = result.replace(reference, () => value)
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
      log('runner', `the secret ${SecretId} is not here: what needs it will not work\n`)
    }
  }
  return result
}
