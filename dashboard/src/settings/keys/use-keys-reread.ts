// After a change to keys: the list is read again, and the project, whose snippet names one of them.
import { useRouter } from '@tanstack/react-router'
import { keysQuery } from '../../api/queries.ts'
import { refreshAccount } from '../../app/refresh-account.ts'
import { queryClient } from '../../app/services.ts'

export const useKeysReread = (projectId: string) => {
  const router = useRouter()
  return async (): Promise<void> => {
    await Promise.all([queryClient.invalidateQueries(keysQuery(projectId)), refreshAccount()])
    await router.invalidate()
  }
}
