// Sends an entry of the quarantine again, and then asks until its sessions are counted and it is gone.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RedriveAnswer } from '../../../../core/quarantine/quarantine-list.ts'
import { redriveQuarantined } from '../../api/commands.ts'
import { quarantineQuery } from '../../api/queries.ts'

/** Milliseconds between two looks: consumers gather records for seconds to minutes. */
export const LOOK_MS = 4_000

export const useRedrive = (projectId: string, recordId: string) => {
  const [answer, setAnswer] = useState<RedriveAnswer | null>(null)
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (receipt: string | null) => redriveQuarantined(projectId, recordId, receipt),
    onSuccess: (given) => {
      setAnswer(given)
      if (given.status === 'done')
        return queries.invalidateQueries({ queryKey: quarantineQuery(projectId).queryKey })
      return undefined
    },
  })
  const receipt = answer?.receipt ?? null
  const waits = receipt !== null && error === null
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => mutate(receipt), LOOK_MS)
    return () => clearInterval(timer)
  }, [waits, receipt, mutate])

  return {
    status: answer?.status,
    error,
    isSending: isPending && answer === null,
    /** After a failure it goes on where it was. */
    send: () => mutate(receipt),
  }
}
