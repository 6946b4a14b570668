// What the overview is asked first: its figures and their course. The route asks while the screen's code is on its way.
import { askQuery } from '../ask.ts'
import { type AnalyticsSearch, shownInterval, toParams } from '../search.ts'

const asked = (search: AnalyticsSearch) => ({
  ...toParams(search),
  compare: search.compare ?? 'previous',
  ...(search.bounce && { bounceMode: search.bounce }),
})

export const overviewQuery = (projectId: string, search: AnalyticsSearch) =>
  askQuery({ projectId, question: 'overview', params: asked(search) })

export const courseQuery = (projectId: string, search: AnalyticsSearch) =>
  askQuery({
    projectId,
    question: 'timeline',
    params: { ...asked(search), interval: shownInterval(search) },
  })
