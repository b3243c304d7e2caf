/** What a page under load tells about itself. Times in ms of the page's own clock. */
export type Probe = {
  longTasks: { at: number; ms: number }[]
  /** From a person's input to the next frame on screen. */
  nextPaint: { kind: InputKind; at: number; ms: number }[]
  /** From a person's input to the frame that shows what it asked for. */
  answered: { kind: InputKind; at: number; ms: number }[]
  /** Frames in which rows were missing from the part of the list in sight. */
  blankFrames: number
  frames: number
}
export type InputKind = 'scroll' | 'filter' | 'search'

declare global {
  interface Window {
    probe: Probe
  }
}

/** Runs inside the page before its own code, so it may use nothing from outside itself. */
export const installProbe = () => {
  const probe: Probe = { longTasks: [], nextPaint: [], answered: [], blankFrames: 0, frames: 0 }
  window.probe = probe
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) probe.longTasks.push({ at: startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })

  /** A message posted in a frame's callback is read after that frame is painted. */
  const afterPaint = (run: () => void) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = run
    port2.postMessage(null)
  }
  const scroller = () => document.querySelector('[data-testid=floor-table]')
  const isCovered = (table: Element): boolean => {
    const rows = [...table.querySelectorAll('[data-testid^=agent-row-]')].map((row) => row.getBoundingClientRect())
    if (rows.length === 0) return false
    const { top, bottom } = table.getBoundingClientRect()
    const end = table.scrollTop + table.clientHeight >= table.scrollHeight - 1
    const first = Math.min(...rows.map((row) => row.top))
    const last = Math.max(...rows.map((row) => row.bottom))
    return first <= top + (rows[0]?.height ?? 0) && (end || last >= bottom)
  }
  const follow = (kind: InputKind, from: number, isAnswered: () => boolean) => {
    let isFirst = true
    const note = (list: Probe['nextPaint']) =>
      afterPaint(() => list.push({ kind, at: from, ms: performance.now() - from }))
    const look = () => {
      if (isFirst) note(probe.nextPaint)
      isFirst = false
      if (isAnswered()) note(probe.answered)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }

  const listen = (type: 'wheel' | 'input' | 'click', heard: (event: Event) => void) =>
    addEventListener(type, heard, { capture: true, passive: true })

  // The list may have moved before its wheel is heard of: the compositor scrolls without asking.
  let scrolledAt = 0
  addEventListener('scroll', () => (scrolledAt = performance.now()), { capture: true, passive: true })
  listen('wheel', (event) => {
    const table = event.target instanceof Element ? event.target.closest('[data-testid=floor-table]') : null
    if (!table) return
    const isAtEnd = () => table.scrollTop + table.clientHeight >= table.scrollHeight - 1 || table.scrollTop === 0
    follow('scroll', event.timeStamp, () => {
      const covered = isCovered(table)
      probe.frames += 1
      if (!covered) probe.blankFrames += 1
      return covered && (scrolledAt >= event.timeStamp || isAtEnd())
    })
  })
  listen('input', (event) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || box.dataset.testid !== 'floor-search') return
    const wanted = box.value
    follow('search', event.timeStamp, () => {
      if (box.value !== wanted) return true
      const rows = [...(scroller()?.querySelectorAll('[data-testid^=agent-row-]') ?? [])]
      return rows.length > 0 && rows.every((row) => row.textContent?.includes(wanted))
    })
  })
  listen('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[aria-pressed]') : null
    if (!button) return
    let wasPressed = false
    const isWanted = button.getAttribute('aria-pressed') !== 'true'
    follow('filter', event.timeStamp, () => {
      // Pressed again before the list was drawn: nobody waits for it any more.
      const isPressed = button.getAttribute('aria-pressed') === 'true'
      if (isPressed === isWanted) wasPressed = true
      else return wasPressed
      const { shown, total } = document.querySelector<HTMLElement>('[data-testid=shown-count]')?.dataset ?? {}
      return (shown !== total) === isWanted
    })
  })
}
