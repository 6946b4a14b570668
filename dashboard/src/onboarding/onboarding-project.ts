// The project that somebody is setting up: the next visit goes on there, until its first event has come.

const KEY = 'playhead.onboarding'

export const beginOnboarding = (projectId: string): void => localStorage.setItem(KEY, projectId)
export const onboardingProject = (): string | null => localStorage.getItem(KEY)
export const endOnboarding = (): void => localStorage.removeItem(KEY)
