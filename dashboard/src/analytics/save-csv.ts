// Gives a table to the browser to be saved.

/** With the mark by which spreadsheets know that it is UTF-8. */
export const saveCsv = (name: string, csv: string): void => {
  const address = URL.createObjectURL(new Blob([`\uFEFF${csv}`], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
