// DuckDB's native part for the functions' machine, whatever machine deploys: fetched when it is deployed, not before.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Stack } from 'aws-cdk-lib'
import { CfnLayerVersion, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

/** For linux-arm64 with glibc, as Lambda has it. */
const PACKAGE = '@duckdb/node-bindings-linux-arm64'

type LockFile = { packages: Record<string, { version?: string; integrity?: string }> }

/** The lock file names the package of every platform, also of those that npm does not install here. */
const locked = (): string => {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as LockFile
  const { version, integrity } = packages[`node_modules/${PACKAGE}`] ?? {}
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${PACKAGE}.`)
  return `${PACKAGE}@${version} ${integrity}`
}

export class DuckDbLayer extends Construct {
  readonly layer: ILayerVersion

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const { bucketName, objectKey } = Stack.of(this).synthesizer.addFileAsset({
      // The CDK runs it if the account does not have the asset yet, and uploads the file whose path it prints.
      executable: ['node', 'bin/pack-layer.ts', PACKAGE],
      sourceHash: createHash('sha256').update(locked()).digest('hex'),
    })
    const version = new CfnLayerVersion(this, 'Version', {
      description: locked().split(' ')[0] ?? PACKAGE,
      compatibleArchitectures: ['arm64'],
      compatibleRuntimes: ['nodejs24.x'],
      content: { s3Bucket: bucketName, s3Key: objectKey },
    })
    this.layer = LayerVersion.fromLayerVersionArn(this, 'Layer', version.ref)
  }
}
