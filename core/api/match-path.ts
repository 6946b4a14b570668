// Which operations a path has, under its own name or an alias: for what no route of the gateway took.
import { aliases } from './aliases.ts'
import { type Operation, routeOf } from './operation.ts'

export type Matched = { method: string; operation: Operation }

/** One for each method that the path knows. */
export const operationsAt = (operations: Operation[], path: string): Matched[] => {
  const byRoute = new Map(operations.map((operation) => [routeOf(operation), operation]))
  const routes = [...byRoute.keys()].map((route) => ({ route, to: route })).concat(aliases)
  return routes.flatMap(({ route, to }) => {
    const [method = '', template = ''] = route.split(' ')
    const operation = byRoute.get(to)
    return operation && fits(template, path) ? [{ method, operation }] : []
  })
}

const fits = (template: string, path: string): boolean => {
  const wanted = template.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
  )
}
