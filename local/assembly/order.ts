// The order to create resources in: each after everything that it names.
import type { Template } from './load-assembly.ts'
import { intrinsicOf, TemplateError } from './resolve.ts'

/** Logical ids that a value names by Ref, GetAtt, Sub or DependsOn. */
const namesIn = (value: unknown, found: Set<string>): Set<string> => {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found)
  else if (value !== null && typeof value === 'object') {
    const intrinsic = intrinsicOf(value)
    if (intrinsic?.name === 'Ref') found.add(String(intrinsic.argument))
    if (intrinsic?.name === 'Fn::GetAtt') {
      const { argument } = intrinsic
      found.add(String(Array.isArray(argument) ? argument[0] : String(argument).split('.')[0]))
    }
    if (intrinsic?.name === 'Fn::Sub') {
      const template = Array.isArray(intrinsic.argument) ? intrinsic.argument[0] : intrinsic.argument
      for (const [, name = ''] of String(template).matchAll(/\$\{([^!}][^}]*)\}/g))
        found.add(name.split('.')[0] ?? '')
    }
    for (const item of Object.values(value)) namesIn(item, found)
  }
  return found
}

export const creationOrder = (resources: Template['Resources']): string[] => {
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (logicalId: string, path: string[]): void => {
    const resource = resources[logicalId]
    if (!resource || state.get(logicalId) === 'done') return
    if (state.get(logicalId) === 'open')
      throw new TemplateError(`resources wait for each other: ${[...path, logicalId].join(' → ')}`)
    state.set(logicalId, 'open')
    const needs = namesIn(resource.Properties, new Set([resource.DependsOn ?? []].flat()))
    for (const need of needs) visit(need, [...path, logicalId])
    state.set(logicalId, 'done')
    order.push(logicalId)
  }
  for (const logicalId of Object.keys(resources)) visit(logicalId, [])
  return order
}
