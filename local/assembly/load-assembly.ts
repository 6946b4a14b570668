// Reads a cloud assembly: the stacks that `cdk synth` wrote, and where their assets lie.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type TemplateResource = {
  Type: string
  Properties?: Record<string, unknown>
  DependsOn?: string | string[]
  Condition?: string
}

export type Template = {
  Resources: Record<string, TemplateResource>
  Outputs?: Record<string, { Value: unknown; Condition?: string }>
  Parameters?: Record<string, { Type: string; Default?: unknown }>
  Conditions?: Record<string, unknown>
  Rules?: Record<
    string,
    { RuleCondition?: unknown; Assertions: { Assert: unknown; AssertDescription?: string }[] }
  >
  Mappings?: Record<string, Record<string, Record<string, unknown>>>
}

export type Assembly = {
  stackName: string
  template: Template
  /** Path of the asset whose S3 key is `<hash>.<ending>`. */
  assetPath(objectKey: string): string | undefined
  /** There is nothing of such an asset in the assembly: a command makes it when it is deployed. */
  isMadeAtDeployment(objectKey: string): boolean
}

type Manifest = {
  artifacts: Record<
    string,
    { type: string; properties?: { templateFile?: string; stackName?: string; file?: string } }
  >
}
type AssetFile = {
  source: { path?: string; executable?: string[] }
  destinations: Record<string, { objectKey: string }>
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

export const loadAssembly = (directory: string): Assembly => {
  const artifacts = Object.entries(readJson<Manifest>(join(directory, 'manifest.json')).artifacts)
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
  const [first] = stacks
  if (!first || stacks.length > 1) {
    throw new Error(`The assembly has ${stacks.length} stacks; the runner brings up exactly one.`)
  }
  const [id, { properties = {} }] = first
  const assets = new Map<string, string>()
  const madeAtDeployment = new Set<string>()
  for (const [, artifact] of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue
    const { files = {} } = readJson<{ files?: Record<string, AssetFile> }>(
      join(directory, artifact.properties.file),
    )
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.executable) madeAtDeployment.add(objectKey)
        if (source.path) assets.set(objectKey, resolve(directory, source.path))
      }
    }
  }
  return {
    stackName: properties.stackName ?? id,
    template: readJson<Template>(join(directory, properties.templateFile ?? `${id}.template.json`)),
    assetPath: (objectKey) => assets.get(objectKey),
    isMadeAtDeployment: (objectKey) => madeAtDeployment.has(objectKey),
  }
}
