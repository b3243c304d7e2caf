/** `call:pbx/c1` taken apart; the id of a call or an agent stands behind its feed. */
export const readSubject = (subject: string): { kind: string; id: string; feed?: string } => {
  const at = subject.indexOf(':')
  const kind = subject.slice(0, at)
  const rest = subject.slice(at + 1)
  const slash = rest.indexOf('/')
  if ((kind === 'call' || kind === 'agent') && slash > 0)
    return { kind, feed: rest.slice(0, slash), id: rest.slice(slash + 1) }
  return { kind, id: rest }
}

/** Message keys hold no dots. */
export const toKey = (action: string): string => action.replaceAll('.', '-')
