// What was started returns how to stop it; stops run in reverse, and one that fails keeps no other from running.
import { guarded } from './guard.ts'

export type Undo = () => void

export const undoAll = (undos: Undo[]): Undo => {
  return () => {
    for (let undo = undos.pop(); undo; undo = undos.pop()) guarded(undo)()
  }
}
