// What went wrong with a form, above its fields: unless one of the fields says it already.
import { Alert } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { asProblem, fieldError } from '../api/problem.ts'

type Props = {
  error: unknown
  /** Fields that show their own complaint. */
  fields?: string[]
}

export const ProblemAlert = ({ error, fields = [] }: Props) => {
  if (!error || fields.some((field) => fieldError(error, field))) return null
  const { title, message, fields: named } = asProblem(error)
  const others = named.map(({ field, message: wrong }) => `${field} ${wrong}`)
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden="true" />} title={title} role="alert">
      {others.length > 0 ? others.join('; ') : message}
    </Alert>
  )
}
