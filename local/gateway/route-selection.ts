// Evaluates a WebSocket API's route selection expression on a message.

export type SelectRoute = (message: string) => string | undefined

/** `$request.body.event` and its like; undefined where a message has no such value. */
export const routeSelector = (expression: string): SelectRoute => {
  const [, path] = /^\$\{?request\.body\.([\w.-]+)\}?$/.exec(expression) ?? []
  if (!path) throw new Error(`'${expression}' is not a route selection expression that is known here.`)
  const names = path.split('.')
  return (message) => {
    let value: unknown
    try {
      value = JSON.parse(message)
    } catch {
      return undefined
    }
    for (const name of names) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
      value = Reflect.get(value, name)
    }
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined
  }
}
