// Stands in for the part that tells presence: writes down what it is called with, in `told`.
import type { StartPart } from '../../../../tracker/src/site.ts'

export const start: StartPart = (site) => {
  const page = window as unknown as { told: unknown[] }
  page.told = ['loaded']
  const handles: object[] = []
  const undo = site.onPresence((of, name, ...said) => {
    if (!handles.includes(of)) handles.push(of)
    page.told.push([handles.indexOf(of), name, ...said])
  })
  return () => {
    undo()
    page.told.push('ended')
  }
}
