// Whether somebody is signed in, for pages that are open to both.
import { useSyncExternalStore } from 'react'
import { login } from './services.ts'

export const useLogin = (): boolean => useSyncExternalStore(login.subscribe, login.isSignedIn)
