// A form that makes something: sends it under one key until it is made.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { createIdempotencyKeys } from '../api/idempotency-keys.ts'

type Create<Body, Made> = (body: Body, idempotencyKey: string) => Promise<Made>

export const useCreation = <Body, Made>(create: Create<Body, Made>, onMade: (made: Made) => unknown) => {
  const [keys] = useState(() => createIdempotencyKeys(() => crypto.randomUUID()))
  return useMutation({
    mutationFn: (body: Body) => create(body, keys.keyFor(body)),
    onSuccess: (made) => {
      keys.done()
      return onMade(made)
    },
  })
}
