// Stands in for the part that tells presence: writes down what it is called with, in `told`.

type Undo = () => void

type Site = {
  onPresence: (act: (of: object, name: string, ...said: unknown[]) => void) => Undo
}

export const start = (site: Site): Undo => {
  const told: unknown[] = ['loaded']
  const handles: object[] = []
  // By a text: the build shortens names of the tracker's own, of which this is one.
  Reflect.set(globalThis, 'told', told)
  const undo = site.onPresence((of, name, ...said) => {
    if (!handles.includes(of)) handles.push(of)
    told.push([handles.indexOf(of), name, ...said])
  })
  return () => {
    undo()
    told.push('ended')
  }
}
