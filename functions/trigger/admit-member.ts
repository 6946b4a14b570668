// Decides who may become a member, before Cognito makes the user.
import { AppError } from '../../core/errors.ts'
import { type Applicant, admit, type Registration } from '../../core/members/admission.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { preSignUp, type SignUp, type SignUpAnswer } from '../runtime/trigger.ts'
import { invited } from '../stores/invited.ts'

type Deps = { invited: { isInvited(email: string): Promise<boolean> }; registration: Registration }

export const admitMember =
  ({ invited, registration }: Deps) =>
  async (signUp: SignUp): Promise<SignUpAnswer> => {
    const admission = admit(registration, await toApplicant(signUp, invited.isInvited))
    if (admission.admitted) return { trusted: admission.trusted }
    throw new AppError(admission.because, 403, 'This person may not become a member.')
  }

const toApplicant = async (
  { source, attributes }: SignUp,
  isInvited: Deps['invited']['isInvited'],
): Promise<Applicant> => {
  if (source === 'PreSignUp_AdminCreateUser') return { by: 'administrator' }
  const { email = '', email_verified: verified } = attributes
  const invited = email !== '' && (await isInvited(email))
  if (source === 'PreSignUp_SignUp') return { by: 'sign-up', invited }
  // A provider that says nothing of the address is taken at its word; one that doubts it is not.
  return { by: 'provider', email, verified: email !== '' && (verified ?? 'true') === 'true', invited }
}

const env = readEnvironment(['CONFIGURATION_TABLE', 'REGISTRATION'])

export const handler = preSignUp(
  admitMember({
    invited: invited(dynamodb, env.CONFIGURATION_TABLE, Date.now),
    registration: env.REGISTRATION,
  }),
)
