// Which project was looked at last, so that the next visit opens there.

const KEY = 'playhead.project'

export const rememberProject = (projectId: string): void => localStorage.setItem(KEY, projectId)
export const rememberedProject = (): string | null => localStorage.getItem(KEY)
