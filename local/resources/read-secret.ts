// Reads the secrets that dynamic references name.
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import type { ReadSecret } from '../assembly/dynamic-references.ts'
import { TemplateError } from '../assembly/resolve.ts'

/**
 * For a resource of this type: CloudFormation resolves no secret for a custom one. A secret that is not kept here is
 * somebody else's, and can be put here only once the system runs: the log says so, and the start goes on.
 */
export const secretReader =
  (client: SecretsManagerClient, resourceType: string, log: (line: string) => void): ReadSecret =>
  async ({ id, stage, version }) => {
    if (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resourceType)) {
      throw new TemplateError('a custom resource is handed no secret by a dynamic reference')
    }
    try {
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: id, VersionStage: stage, VersionId: version }),
      )
      if (SecretString !== undefined) return SecretString
    } catch (cause) {
      if (cause instanceof ResourceNotFoundException) {
        log(`the secret ${id} is not here: what needs it will not work\n`)
        return `the secret ${id} is not here`
      }
      throw new TemplateError(
        `the secret ${id} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        {
          cause,
        },
      )
    }
    throw new TemplateError(`the secret ${id} holds no text`)
  }
