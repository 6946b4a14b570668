// Reads the secrets that dynamic references name.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { ReadSecret } from '../assembly/dynamic-references.ts'
import { TemplateError } from '../assembly/resolve.ts'

/** For a resource of this type: CloudFormation resolves no secret for a custom one. */
export const secretReader =
  (client: SecretsManagerClient, resourceType: string): ReadSecret =>
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
      throw new TemplateError(
        `the secret ${id} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
        {
          cause,
        },
      )
    }
    throw new TemplateError(`the secret ${id} holds no text`)
  }
