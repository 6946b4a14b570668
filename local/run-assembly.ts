// Brings a synthesized assembly up on this machine: every resource of the template, in the order of its references.
import { brokenRules } from './assembly/broken-rules.ts'
import { resolveDynamicReferences } from './assembly/dynamic-references.ts'
import { type Assembly, loadAssembly, type Template } from './assembly/load-assembly.ts'
import { creationOrder } from './assembly/order.ts'
import { resolve, type Scope, TemplateError } from './assembly/resolve.ts'
import type { Context, Created } from './context.ts'
import { startServices } from './embedded-services.ts'
import { openLogFiles } from './log-files.ts'
import { openPhysicalNames } from './physical-names.ts'
import { createGatewayParts } from './resources/api-gateway.ts'
import { createEdgeParts } from './resources/cloudfront.ts'
import { functionOf } from './resources/function-of.ts'
import { secretReader } from './resources/read-secret.ts'
import { refusedProperties } from './resources/refused-properties.ts'
import { OWN_CUSTOM_RESOURCES, type Parts, resourceTypes } from './resources/resource-types.ts'
import { createStops } from './stops.ts'

export type RunOptions = {
  /** Where `cdk synth` wrote. */
  assembly: string
  /** Where all state goes. */
  directory: string
  /** Output name → port, for distributions whose domain name is that output. Others take a free port. */
  ports?: Record<string, number>
}

export type Running = {
  outputs: Record<string, string>
  /** Logical id of a distribution → `http://localhost:<port>`. */
  urls: Map<string, string>
  context: Context
  /** New code for all functions: what their bundles hold now. */
  recycleFunctions(): Promise<void>
  /** New files for the sites that are made of this folder: what it holds now. */
  uploadSites(folder: string): Promise<void>
  stop(): Promise<void>
}

const REGION = 'us-east-1'
const ACCOUNT = '000000000000'

export const runAssembly = async ({
  assembly: path,
  directory,
  ports = {},
}: RunOptions): Promise<Running> => {
  const assembly = loadAssembly(path)
  const { template } = assembly
  const parts: Parts = { gateway: createGatewayParts(), edge: createEdgeParts(), uploads: [] }
  const types = resourceTypes(parts)
  const notOurs = functionsOfOwnCustomResources(template)
  const unknown = new Set(
    Object.entries(template.Resources)
      .filter(([logicalId, { Type }]) => !types[Type] && !notOurs.has(logicalId))
      .map(([, { Type }]) => Type),
  )
  if (unknown.size > 0) {
    throw new TemplateError(
      `The local runner does not know ${[...unknown].join(', ')}: see local/resources/.`,
    )
  }

  const refused = refusedProperties(template)
  if (refused.length > 0) {
    throw new TemplateError(`The local runner does not do what these ask for: ${refused.join('; ')}.`)
  }

  const stops = createStops()
  try {
    const logs = openLogFiles(`${directory}/logs`)
    stops.add(() => logs.stop())
    const functions: Context['functions'] = new Map()
    const services = await startServices({
      directory,
      region: REGION,
      accountId: ACCOUNT,
      sockets: parts.gateway.sockets,
      stops,
      logs,
      invoke: (arn, event) => functionOf(arn, { functions }).invoke(event),
      knows: (arn) => functions.has(arn),
    })
    const last: Array<() => Promise<void> | void> = []
    const context: Context = {
      stackName: assembly.stackName,
      region: REGION,
      accountId: ACCOUNT,
      partition: 'aws',
      urlSuffix: 'amazonaws.com',
      directory,
      services,
      names: openPhysicalNames(directory),
      assetPath: (key) => {
        const found = assembly.assetPath(key)
        if (!found) throw new TemplateError(`the assembly has no asset ${key}`)
        return found
      },
      isMadeAtDeployment: assembly.isMadeAtDeployment,
      portOf: portsByDistribution(template, ports),
      functions,
      origins: new Map(),
      packageLayers: new Set(),
      bucketsForCloudFront: new Set(),
      afterAll: (step) => void last.push(step),
      onStop: (step) => stops.add(step),
      log: logs.write,
    }
    const scope = createScope(assembly, context)
    const broken = brokenRules(template, scope)
    if (broken.length > 0) throw new TemplateError(broken.join(' '))
    for (const logicalId of creationOrder(template.Resources)) {
      const resource = template.Resources[logicalId]
      if (!resource || (resource.Condition && !scope.condition(resource.Condition))) continue
      try {
        const properties = (await resolveDynamicReferences(
          resolve(resource.Properties ?? {}, scope),
          secretReader(services.secrets, resource.Type, (line) => logs.write('runner', line)),
        )) as Record<string, unknown>
        const provider = notOurs.has(logicalId) ? unstarted : types[resource.Type]
        const made = await provider?.({ logicalId, type: resource.Type, properties }, context)
        if (made) scope.created.set(logicalId, made)
      } catch (error) {
        throw new TemplateError(
          `${resource.Type} ${logicalId}: ${error instanceof Error ? error.message : error}`,
          { cause: error },
        )
      }
    }
    for (const step of last) await step()

    const outputs = Object.entries(template.Outputs ?? {})
      .filter(([, output]) => !output.Condition || scope.condition(output.Condition))
      .map(([name, { Value }]) => [name, String(resolve(Value, scope))] as const)
    return {
      outputs: Object.fromEntries(outputs),
      urls: parts.edge.urls,
      context,
      recycleFunctions: async () => {
        await Promise.all([...context.functions.values()].map((handle) => handle.recycle()))
      },
      uploadSites: async (folder) => {
        const made = parts.uploads.filter(({ folders }) => folders.some((path) => path.endsWith(folder)))
        for (const site of made) await site.upload()
      },
      stop: () => stops.run(),
    }
  } catch (error) {
    await stops.run()
    throw error
  }
}

/** Functions that only serve a custom resource which the runner does itself. */
const functionsOfOwnCustomResources = ({ Resources }: Template): Set<string> => {
  const found = new Set<string>()
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    if (!OWN_CUSTOM_RESOURCES.includes(Type)) continue
    const { 'Fn::GetAtt': attribute } = Properties['ServiceToken'] as { 'Fn::GetAtt'?: string[] }
    if (attribute?.[0]) found.add(attribute[0])
  }
  return found
}

const unstarted = ({ logicalId }: { logicalId: string }): Created => ({
  ref: logicalId,
  attributes: { Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${logicalId}` },
})

const portsByDistribution = ({ Outputs = {} }: Template, ports: Record<string, number>) => {
  const byLogicalId = new Map<string, number>()
  for (const [name, port] of Object.entries(ports)) {
    const value = Outputs[name]?.Value as { 'Fn::GetAtt'?: [string, string] } | undefined
    const logicalId = value?.['Fn::GetAtt']?.[0]
    if (!logicalId) throw new TemplateError(`the output ${name} is not the domain name of a distribution`)
    byLogicalId.set(logicalId, port)
  }
  return (logicalId: string) => byLogicalId.get(logicalId) ?? 0
}

const createScope = (
  { stackName, template }: Assembly,
  context: Context,
): Scope & { created: Map<string, Created> } => {
  const created = new Map<string, Created>()
  const pseudo: Record<string, string> = {
    'AWS::AccountId': context.accountId,
    'AWS::Partition': context.partition,
    'AWS::Region': context.region,
    'AWS::StackId': `arn:aws:cloudformation:${context.region}:${context.accountId}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': context.urlSuffix,
  }
  const scope: Scope & { created: Map<string, Created> } = {
    created,
    ref: (name) => {
      const resource = created.get(name)
      if (resource) return resource.ref
      const parameter = template.Parameters?.[name]
      if (parameter) return parameter.Default ?? ''
      if (Object.hasOwn(pseudo, name)) return pseudo[name]
      throw new TemplateError(`Ref to ${name}, which is not in the template`)
    },
    attribute: (logicalId, name) => {
      const value = created.get(logicalId)?.attributes?.[name]
      if (value === undefined)
        throw new TemplateError(`the runner does not know the attribute ${name} of ${logicalId}`)
      return value
    },
    mapping: (map, top, second) => template.Mappings?.[map]?.[top]?.[second],
    condition: (name) => {
      const condition = template.Conditions?.[name]
      if (condition === undefined) throw new TemplateError(`the template has no condition ${name}`)
      return Boolean(resolve(condition, scope))
    },
  }
  return scope
}
