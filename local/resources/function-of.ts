// Finds a function by whatever a template names it with: its ARN, its name, or API Gateway's invocation URI.
import type { Context, FunctionHandle } from '../context.ts'

export const functionOf = (
  name: string,
  context: Pick<Context, 'functions'>,
): FunctionHandle & { arn: string } => {
  const inUri = /functions\/(.+)\/invocations$/.exec(name)?.[1]
  const wanted = inUri ?? name
  for (const [arn, handle] of context.functions) {
    if (arn === wanted || arn.endsWith(`:function:${wanted}`)) return { ...handle, arn }
  }
  throw new Error(`there is no function ${wanted}`)
}
