// The recipe of every function that Cognito asks before it makes a user.
import middy from '@middy/core'
import type { Context, PreSignUpTriggerEvent } from 'aws-lambda'
import { AppError } from '../../core/errors.ts'
import { errorFields, log } from './log.ts'

export type SignUp = {
  source: PreSignUpTriggerEvent['triggerSource']
  attributes: Record<string, string>
}
/** `trusted`: the user is confirmed at once, the address taken for verified. */
export type SignUpAnswer = { trusted: boolean }
export type TriggerFunction = (
  event: PreSignUpTriggerEvent,
  context: Context,
) => Promise<PreSignUpTriggerEvent>

/** Cognito tells its caller the message of what is thrown: the code of an AppError, and of nothing else. */
export const preSignUp = (handler: (signUp: SignUp) => Promise<SignUpAnswer>): TriggerFunction => {
  const decide = async (event: PreSignUpTriggerEvent, context: Context): Promise<PreSignUpTriggerEvent> => {
    const startedAt = performance.now()
    const { answer, error } = await run(handler, event)
    const refusal = error instanceof AppError ? error.code : undefined
    log[answer || refusal ? 'info' : 'error']('sign-up', {
      source: event.triggerSource,
      outcome: answer ? 'admitted' : (refusal ?? 'failed'),
      ms: Math.round(performance.now() - startedAt),
      requestId: context.awsRequestId,
      ...(!answer && !refusal && errorFields(error)),
    })
    if (!answer) throw new Error(refusal ?? 'internal-error')
    const { trusted } = answer
    return { ...event, response: { ...event.response, autoConfirmUser: trusted, autoVerifyEmail: trusted } }
  }
  return middy<PreSignUpTriggerEvent, PreSignUpTriggerEvent>(decide)
}

const run = async (
  handler: (signUp: SignUp) => Promise<SignUpAnswer>,
  { triggerSource, request }: PreSignUpTriggerEvent,
): Promise<{ answer?: SignUpAnswer; error?: unknown }> => {
  try {
    return { answer: await handler({ source: triggerSource, attributes: request.userAttributes }) }
  } catch (error) {
    return { error }
  }
}
