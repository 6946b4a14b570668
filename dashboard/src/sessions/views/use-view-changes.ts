// Saving, changing and deleting views; what is on screen follows at once.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { CreateView, SavedView, UpdateView } from '../../../../core/views/saved-view.ts'
import { createView, deleteView, updateView } from '../../api/commands.ts'
import { viewsQuery } from '../../api/queries.ts'
import { useCreation } from '../../app/use-creation.ts'

export const useViewChanges = (projectId: string, onDone: () => void) => {
  const cache = useQueryClient()
  const navigate = useNavigate({ from: '/sessions' })
  const { queryKey } = viewsQuery(projectId)
  const name = (view: string | undefined) =>
    navigate({ search: (all) => ({ ...all, view }), replace: true, resetScroll: false })

  const put = async ({ view }: { view: SavedView }) => {
    cache.setQueryData(queryKey, (known) => ({
      views: [...(known?.views ?? []).filter(({ viewId }) => viewId !== view.viewId), view],
    }))
    onDone()
    await name(view.viewId)
    await cache.invalidateQueries({ queryKey })
  }

  return {
    saving: useCreation<CreateView, { view: SavedView }>(
      (body, key) => createView(projectId, body, key),
      put,
    ),
    changing: useMutation({
      mutationFn: ({ view, change }: { view: SavedView; change: UpdateView }) => updateView(view, change),
      onSuccess: put,
    }),
    remove: async (view: SavedView) => {
      await deleteView(view)
      cache.setQueryData(queryKey, (known) => ({
        views: (known?.views ?? []).filter(({ viewId }) => viewId !== view.viewId),
      }))
      await name(undefined)
    },
  }
}
