// Secrets Manager on the loopback: secrets in files, spoken to with the real SDK.
import { answerJson, listen } from '../json-service.ts'
import type { Service } from '../service.ts'
import { secretOperations } from './operations.ts'
import { openSecretFiles } from './secret-files.ts'

export type SecretsManagerOptions = {
  directory: string
  port?: number
  region?: string
  account?: string
  now?: () => number
}

export const startSecretsManager = async (options: SecretsManagerOptions): Promise<Service> => {
  const { directory, port, region = 'us-east-1', account = '000000000000', now = Date.now } = options
  const files = await openSecretFiles(directory)
  const operations = secretOperations({ files, region, account, now })
  return listen(
    (request, response) => answerJson({ target: 'secretsmanager', operations }, request, response),
    port,
  )
}
