// A change to an organisation or project: made, then seen by everything around the page.
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { refreshAccount } from './refresh-account.ts'

export const useAccountChange = <Change, Answer>(make: (change: Change) => Promise<Answer>) => {
  const router = useRouter()
  return useMutation({
    mutationFn: make,
    onSuccess: async () => {
      await refreshAccount()
      await router.invalidate()
    },
  })
}
