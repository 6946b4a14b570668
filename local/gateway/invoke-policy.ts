// Decides by the IAM policy that an authorizer function returned whether a route may be invoked.
import { z } from 'zod'

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())])

export const policyResponse = z.object({
  principalId: z.string().optional(),
  policyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.enum(['Allow', 'Deny']), Action: list, Resource: list })),
  }),
  context: z.record(z.string(), z.unknown()).nullish(),
})

export type PolicyDocument = z.output<typeof policyResponse>['policyDocument']

const matches = (pattern: string, text: string): boolean => {
  const source = pattern
    .replace(/[\\^$+.()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

const ACTION = 'execute-api:invoke'

export const mayInvoke = ({ Statement }: PolicyDocument, arn: string): boolean => {
  const applying = Statement.filter(
    ({ Action, Resource }) =>
      Action.some((action) => matches(action.toLowerCase(), ACTION)) &&
      Resource.some((resource) => matches(resource, arn)),
  )
  return (
    applying.some(({ Effect }) => Effect === 'Allow') && applying.every(({ Effect }) => Effect === 'Allow')
  )
}
